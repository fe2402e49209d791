import type { ClockKind, ExplainedClock } from '#domain/ticketClocks.ts'
import type { Ticket } from '#domain/tickets.ts'
import { DISPATCHER, moveThrough, type TestMaintenance } from './maintenance.ts'

export const clockOf = (ticket: Ticket, kind: ClockKind) => ticket.clocks.find(c => c.kind === kind)

/** A clock and how it came about. */
export async function account(maintenance: TestMaintenance, id: string, kind: ClockKind): Promise<ExplainedClock> {
  const found = (await maintenance.tickets.clocks(id)).find(c => c.kind === kind)
  if (!found) throw new Error(`no clock ${kind}`)
  return found
}

/** A ticket on site whose owner is in no danger: resolved within 3 working days. */
export async function onSite(maintenance: TestMaintenance): Promise<Ticket> {
  const { id } = await maintenance.tickets.create({ equipment: 'pump-1', title: 'x', severity: 'general' }, DISPATCHER)
  return await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
}
