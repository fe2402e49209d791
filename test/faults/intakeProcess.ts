import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { openDatabase } from '#database/database.ts'
import { die } from '../helpers/die.ts'
import { startOwnMaintenance } from '../helpers/ownMaintenance.ts'

/**
 * A process of its own that sends a report with a photo, `parallel` times at once with one key, and ends when all is
 * done. `killAt` names the write in which it is killed, `before` or `after` it is committed: 1 is the first report, and
 * the last is the photo. The variant `read-then-write` looks for the key first and writes afterwards; `row-first` keeps
 * the row of the photo before its file.
 */
const [dataDir = '', url = '', parallel = '1', killAt = '', variant = ''] = process.argv.slice(2)
const [when = '', number = ''] = killAt.split(':')
const KEY = 'the-key-of-the-sender'
const REPORT = { equipment: 'lift-1', trouble: 'outOfOrder' }

const database = await openDatabase({ dataDir, url: url === '' ? undefined : url })
const { db } = database
let writes = Number.NEGATIVE_INFINITY

const write: typeof database.write = async work => {
  writes += 1
  const mine = String(writes) === number
  const result = await database.write(async trx => {
    const done = await work(trx)
    if (mine && when === 'before') await die()
    return done
  })
  if (mine && when === 'after') await die()
  return result
}

const maintenance = await startOwnMaintenance({ ...database, write }, { dataDir, sweepMs: 3_600_000 })

/** Looks whether the report is there, and writes afterwards what it worked out. */
async function readThenWrite() {
  const key_hash = createHash('sha256').update(KEY).digest('hex')
  const known = await db.selectFrom('report').selectAll().where('key_hash', '=', key_hash).executeTakeFirst()
  if (known) return known
  const taken = await maintenance.intake.takePublic(REPORT)
  await db
    .updateTable('report')
    .set({ key_hash })
    .where('id', '=', taken.id)
    .execute()
    .catch(() => undefined)
  return taken
}

const photo = () =>
  sharp({ create: { width: 30, height: 20, channels: 3, background: '#357' } })
    .png()
    .toBuffer()

async function rowFirst(owner: string): Promise<void> {
  const facts = { owner, number: 1, file: 'aa/aa.jpg', source: 'x', width: 1, height: 1, bytes: 1, at: 0, by: 'x' }
  await db.insertInto('photo').values(facts).execute()
  await die()
}

async function send(): Promise<void> {
  const taken =
    variant === 'read-then-write' ? await readThenWrite() : await maintenance.intake.takePublic({ ...REPORT, key: KEY })
  if (variant === 'row-first') await rowFirst(taken.id)
  await maintenance.intake.addPhoto(taken, await photo(), 'resident')
}

writes = 0
await Promise.all(Array.from({ length: Number(parallel) }, send))
await maintenance.stop()
await database.close()
