import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openDatabase } from '#database/database.ts'
import type { FaultTransition } from '#domain/faults.ts'
import { afterEachWrite } from '../helpers/afterEachWrite.ts'
import { die } from '../helpers/die.ts'
import { startOwnMaintenance } from '../helpers/ownMaintenance.ts'
import { piecemeal } from '../helpers/piecemeal.ts'

/**
 * A process of its own that is told of `faults`, a JSON list of transitions, all at once. `killAt` is the number of the
 * writing statement after which it is killed, or `commit`: once the first opening is durable. It adds to the file `steps`
 * which table that statement wrote. In the variant `piecemeal` each statement is durable by itself; `read-then-write` has no
 * unique indexes either, so that only what was read decides.
 */
const [dataDir = '', url = '', faults = '[]', killAt = '', variant = ''] = process.argv.slice(2)
const database = await openDatabase({ dataDir, url: url === '' ? undefined : url })
let steps = Number.NEGATIVE_INFINITY

const plugin = afterEachWrite(async table => {
  steps += 1
  if (String(steps) !== killAt) return
  appendFileSync(join(dataDir, 'steps'), `${table}\n`)
  await die()
})
const whole = variant === '' ? database.write : piecemeal(database)
const write: typeof whole = async work => {
  const result = await whole(trx => work(trx.withPlugin(plugin)))
  if (steps > 0 && killAt === 'commit') await die()
  return result
}

const maintenance = await startOwnMaintenance({ ...database, write }, { dataDir, sweepMs: 3_600_000 })
if (variant === 'read-then-write')
  for (const index of ['fault_one_open', 'ticket_one_open']) await sql`drop index ${sql.id(index)}`.execute(database.db)

steps = 0
const told = (JSON.parse(faults) as FaultTransition[]).map(fault => maintenance.handle([fault]))
// Without a transaction some stumble over the others.
await (variant === 'read-then-write' ? Promise.allSettled(told) : Promise.all(told))
await maintenance.stop()
await database.close()
