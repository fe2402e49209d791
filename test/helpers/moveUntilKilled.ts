import { type Database, openDatabase } from '#database/database.ts'
import type { TicketMove } from '#domain/ticketCommands.ts'
import { afterEachWrite } from './afterEachWrite.ts'
import { die } from './die.ts'
import { startOwnMaintenance } from './ownMaintenance.ts'
import { piecemeal } from './piecemeal.ts'

// A child process of the tests: opens tickets and moves them on in the operations database of the folder named, and prints
// each ticket's version once a move is durable, until somebody kills it. Given the number of a statement of the first move it
// is the broken variant: each statement is durable by itself, and after that one the process kills itself.

const [dataDir = '', killAt = ''] = process.argv.slice(2)
const whole = await openDatabase({ dataDir })
let steps = Number.NEGATIVE_INFINITY
const plugin = afterEachWrite(async () => {
  steps += 1
  if (String(steps) === killAt) await die()
})
const byPieces: Database['write'] = work => piecemeal(whole)(trx => work(trx.withPlugin(plugin)))
const database = killAt === '' ? whole : { ...whole, write: byPieces }
const maintenance = await startOwnMaintenance(database, { dataDir })
const desk = { username: 'wang', role: 'dispatcher', sites: [] } as const
const { code: proof } = await maintenance.labels.of({ equipment: 'pump-1' }, desk)
const WAY: TicketMove[] = [
  { to: 'dispatched', technician: 'zhang' },
  { to: 'onSite', proof },
  { to: 'waitingPowerOff', reason: 'tonight', pause: { reason: 'powerOffWindow', evidence: 'notice' } },
  { to: 'onSite', proof },
  { to: 'repaired', repair: { cause: 'wear-out', action: 'replace' } },
  { to: 'reopened', reason: 'again' },
]

for (;;) {
  const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x' }, desk)
  if (steps < 0) steps = 0
  for (const move of WAY) {
    const { version } = await maintenance.tickets.move(id, move, desk)
    process.stdout.write(`${id} ${version}\n`)
  }
}
