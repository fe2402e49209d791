import { openDatabase } from '#database/database.ts'
import type { TicketMove } from '#domain/ticketCommands.ts'
import { startOwnMaintenance } from './ownMaintenance.ts'
import { piecemeal } from './piecemeal.ts'

// A child process of the tests: opens tickets and moves them on in the operations database of the folder named, and prints
// each ticket's version once a move is durable, until somebody kills it. In the broken variant `piecemeal` each statement of
// a move is durable by itself.

const [dataDir = '', variant] = process.argv.slice(2)
const whole = await openDatabase({ dataDir })
const database = variant === 'piecemeal' ? { ...whole, write: piecemeal(whole) } : whole
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
  for (const move of WAY) {
    const { version } = await maintenance.tickets.move(id, move, desk)
    process.stdout.write(`${id} ${version}\n`)
  }
}
