import { openDatabase } from '#database/database.ts'
import { SYSTEM } from '#domain/people.ts'
import { startOwnMaintenance } from '../helpers/ownMaintenance.ts'

/**
 * A process of its own that opens 100 tickets at once, each for one piece of `part`, and ends when all are committed. With
 * `killAfter` it is killed inside the transaction that comes after so many. The variant `read-then-write` looks first and
 * writes afterwards what it worked out.
 */
const [dataDir = '', url = '', part = '', variant = '', killAfter = ''] = process.argv.slice(2)
const PARALLEL = 100

const database = await openDatabase({ dataDir, url: url === '' ? undefined : url })
const { db } = database
let opened = Number.NEGATIVE_INFINITY

/** Ends this process with its work done and not committed, once so many tickets are. */
const write: typeof database.write = work =>
  database.write(async trx => {
    const result = await work(trx)
    if (killAfter !== '' && ++opened > Number(killAfter)) process.kill(process.pid, 'SIGKILL')
    return result
  })

const maintenance = await startOwnMaintenance({ ...database, write })

async function readThenWrite(ticket: string): Promise<void> {
  const stock = await db.selectFrom('stock').selectAll().where('part_no', '=', part).executeTakeFirstOrThrow()
  if (stock.on_hand - stock.reserved < 1) return
  await db
    .updateTable('stock')
    .set({ reserved: stock.reserved + 1 })
    .where('part_no', '=', part)
    .where('store', '=', stock.store)
    .execute()
  const row = { ticket, part_no: part, quantity: 1, status: 'reserved' as const, created_at: 0 }
  await db
    .insertInto('reservation')
    .values({ ...row, store: stock.store, instead_of: null })
    .execute()
}

async function open(number: number): Promise<void> {
  const parts = variant === 'read-then-write' ? [] : [{ partNo: part, quantity: 1 }]
  const { id } = await maintenance.tickets.create({ equipment: 'lift-1', title: `${number}`, parts }, SYSTEM)
  if (variant === 'read-then-write') await readThenWrite(id)
}

opened = 0
await Promise.all(Array.from({ length: PARALLEL }, (_, number) => open(number)))
await maintenance.stop()
await database.close()
