import { sql } from 'kysely'
import { modelOf } from '#domain/equipment.ts'
import type { Workshop } from '../../needs.ts'
import type { Trx } from '../../tickets/lockTicket.ts'
import { breachRows, type FigureBasis, figureRow } from './figureRow.ts'

async function readTickets(trx: Trx, ids: readonly string[]) {
  return await trx
    .selectFrom('ticket')
    .innerJoin('equipment', 'equipment.id', 'ticket.equipment')
    .selectAll('ticket')
    .select([
      'equipment.class as class',
      'equipment.params as params',
      eb =>
        eb
          .selectFrom('ticket as p')
          .select('p.closed_at as at')
          .whereRef('p.equipment', '=', 'ticket.equipment')
          .whereRef('p.fault_code', '=', 'ticket.fault_code')
          .whereRef('p.closed_at', '<=', 'ticket.opened_at')
          .whereRef('p.id', '<>', 'ticket.id')
          .where('p.status', '=', 'closed')
          .orderBy('p.closed_at', 'desc')
          .limit(1)
          .as('lastClosedAt'),
    ])
    .where('ticket.id', 'in', ids)
    .execute()
}

/** Moves, the opening among them, which is one to `new`; and what the customer answered later. */
async function readSteps(trx: Trx, ids: readonly string[]) {
  const rows = await trx
    .selectFrom('ticket_event')
    .select(['ticket', 'at', 'to_status', 'detail'])
    .where('ticket', 'in', ids)
    .where(eb => eb.or([eb('to_status', 'is not', null), eb('event', '=', 'surveyAnswered')]))
    .orderBy('ticket')
    .orderBy('number')
    .execute()
  const steps = rows.map(({ ticket, at, to_status: status, detail }) => ({
    ...{ ticket, at, status },
    detail: detail === null ? null : JSON.parse(detail),
  }))
  return Map.groupBy(steps, step => step.ticket)
}

async function readClocks(trx: Trx, ids: readonly string[]) {
  const rows = await trx
    .selectFrom('ticket_clock')
    .select(['ticket', 'kind', 'due_at', 'stopped_at', 'breached_at'])
    .where('ticket', 'in', ids)
    .execute()
  return Map.groupBy(rows, row => row.ticket)
}

/** What the issued parts of each ticket cost, at the price that the parts have now. */
async function readCosts(trx: Trx, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await trx
    .selectFrom('reservation as r')
    .innerJoin('part as p', 'p.part_no', 'r.part_no')
    .select(['r.ticket as ticket', sql<number>`sum(r.quantity * p.unit_cost)`.as('cost')])
    .where('r.ticket', 'in', ids)
    .where('r.status', '=', 'issued')
    .where('p.unit_cost', 'is not', null)
    .groupBy('r.ticket')
    .execute()
  return new Map(rows.map(({ ticket, cost }) => [ticket, Number(cost)]))
}

/** How many of each ticket's customers have been asked; one and the same asked again is one. */
async function readAsked(trx: Trx, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await trx
    .selectFrom('survey')
    .select(['ticket', sql<number>`count(distinct coalesce(report, ''))`.as('asked')])
    .where('ticket', 'in', ids)
    .groupBy('ticket')
    .execute()
  return new Map(rows.map(({ ticket, asked }) => [ticket, Number(asked)]))
}

async function readBases(trx: Trx, ids: readonly string[]): Promise<FigureBasis[]> {
  const tickets = await readTickets(trx, ids)
  const [steps, clocks, costs] = [await readSteps(trx, ids), await readClocks(trx, ids), await readCosts(trx, ids)]
  const asked = await readAsked(trx, ids)
  return tickets.map(({ params, class: name, lastClosedAt, ...ticket }) => ({
    ticket,
    class: name,
    model: modelOf(JSON.parse(params)),
    steps: steps.get(ticket.id) ?? [],
    clocks: clocks.get(ticket.id) ?? [],
    partsCost: costs.get(ticket.id),
    asked: asked.get(ticket.id) ?? 0,
    lastClosedAt: lastClosedAt === null ? undefined : Number(lastClosedAt),
  }))
}

/** Writes anew what the reports count of these tickets; in the transaction that changed them. */
export async function refreshFigures(
  trx: Trx,
  { catalogue }: Pick<Workshop, 'catalogue'>,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  const bases = await readBases(trx, ids)
  if (bases.length === 0) return
  await trx.deleteFrom('ticket_breach').where('ticket', 'in', ids).execute()
  await trx.deleteFrom('ticket_figure').where('ticket', 'in', ids).execute()
  await trx
    .insertInto('ticket_figure')
    .values(bases.map(basis => figureRow(catalogue, basis)))
    .execute()
  const breaches = bases.flatMap(breachRows)
  if (breaches.length > 0) await trx.insertInto('ticket_breach').values(breaches).execute()
}
