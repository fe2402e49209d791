import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Responsible } from '#domain/dispatch.ts'
import type { TicketPart } from '#domain/parts.ts'
import type { Signature } from '#domain/ticketActs.ts'
import type { TicketClock } from '#domain/ticketClocks.ts'
import type { Ticket, TimelineEntry } from '#domain/tickets.ts'
import { responsibleOf } from '../dispatch/responsible.ts'
import type { Workshop } from '../needs.ts'
import { toTicketPart } from '../parts/reservationList.ts'
import { withoutNulls } from '../withoutNulls.ts'
import type { TicketRow } from './lockTicket.ts'
import { signaturesOf } from './signatures.ts'

type EventRow = Selectable<Tables['ticket_event']>

const toClock = (row: Selectable<Tables['ticket_clock']>): TicketClock => {
  const { ticket: _, started_at: startedAt, due_at: dueAt, stopped_at: stoppedAt, breached_at: breachedAt, kind } = row
  return withoutNulls({ kind, startedAt, dueAt, stoppedAt, breachedAt, pausedAt: row.paused_at })
}

export const toTimelineEntry = ({ at, by, event, from_status: from, to_status: to, detail }: EventRow): TimelineEntry =>
  withoutNulls({ at, by, event, from, to, detail: detail === null ? null : JSON.parse(detail) })

type ReservationRow = Selectable<Tables['reservation']>

/** When what is short is expected: the first order of the part that is on its way. */
async function arrivals(db: Kysely<Tables>, parts: readonly ReservationRow[]): Promise<Map<string, number>> {
  const short = [...new Set(parts.filter(row => row.status === 'short').map(row => row.part_no))]
  if (short.length === 0) return new Map()
  const rows = await db
    .selectFrom('purchase_order')
    .select(eb => ['part_no', eb.fn.min('expected_at').as('at')])
    .where('part_no', 'in', short)
    .where('status', 'in', ['ordered', 'partlyReceived'])
    .groupBy('part_no')
    .execute()
  return new Map(rows.flatMap(({ part_no, at }) => (at === null ? [] : [[part_no, Number(at)] as const])))
}

const toPart =
  (arriving: ReadonlyMap<string, number>) =>
  (row: ReservationRow): TicketPart => {
    const expectedAt = row.status === 'short' ? arriving.get(row.part_no) : undefined
    return { ...toTicketPart(row), ...(expectedAt !== undefined && { expectedAt }) }
  }

interface Belongings {
  responsible?: Responsible
  consentAboveCny: number
  clocks: TicketClock[]
  parts: TicketPart[]
  timeline: TimelineEntry[]
  signatures: Signature[]
}

const parsed = (json: string | null) => (json === null ? null : JSON.parse(json))

const toTicket = (row: TicketRow, belongings: Belongings): Ticket => ({
  id: row.id,
  version: row.version,
  site: row.site,
  equipment: row.equipment,
  severity: row.severity,
  lifeSafety: row.life_safety === 1,
  priority: row.priority,
  status: row.status,
  kind: row.kind,
  minor: row.minor === 1,
  reopens: row.reopens,
  urges: row.urges,
  origin: row.origin,
  technicianProposed: row.technician_proposed === 1,
  occurrences: row.occurrences,
  openedAt: row.opened_at,
  failedAt: row.failed_at,
  ...withoutNulls({
    fault: row.fault,
    faultCode: row.fault_code,
    title: row.title,
    trouble: row.trouble,
    place: row.place,
    skill: row.skill,
    technician: row.technician,
    second: row.second,
    restoredAt: row.restored_at,
    closedAt: row.closed_at,
    repeatOf: row.repeat_of,
    policy: row.policy,
    diagnosis: parsed(row.diagnosis),
    delay: parsed(row.delay),
    repair: parsed(row.repair),
    rootCauseOf: parsed(row.root_cause_of),
    rootCause: parsed(row.root_cause),
    verdict: row.verdict,
  }),
  ...belongings,
})

const byTicket = <R extends { ticket: string }, T>(rows: readonly R[], present: (row: R) => T): Map<string, T[]> => {
  const grouped = new Map<string, T[]>()
  for (const row of rows) {
    const group = grouped.get(row.ticket)
    if (group) group.push(present(row))
    else grouped.set(row.ticket, [present(row)])
  }
  return grouped
}

/** Tickets with their clocks, parts, history, signatures and who is responsible: a few queries, however many tickets. */
export async function assembleTickets(
  { database: { db }, policies, catalogue }: Pick<Workshop, 'database' | 'policies' | 'catalogue'>,
  rows: readonly TicketRow[],
): Promise<Ticket[]> {
  if (rows.length === 0) return []
  const ids = rows.map(row => row.id)
  const [clocks, parts, events, signatures] = await Promise.all([
    db.selectFrom('ticket_clock').selectAll().where('ticket', 'in', ids).orderBy('due_at').orderBy('kind').execute(),
    db
      .selectFrom('reservation')
      .selectAll()
      .where('ticket', 'in', ids)
      .orderBy('part_no')
      .orderBy('status')
      .orderBy('store')
      .execute(),
    db.selectFrom('ticket_event').selectAll().where('ticket', 'in', ids).orderBy('number').execute(),
    signaturesOf(db, ids),
  ])
  const clocksOf = byTicket(clocks, toClock)
  const partsOf = byTicket(parts, toPart(await arrivals(db, parts)))
  const timelineOf = byTicket(events, toTimelineEntry)
  const signedOf = byTicket(signatures, ({ ticket: _, ...signature }) => signature)
  const responsibleFor = await responsibleOf(
    db,
    catalogue.dispatch,
    rows.map(row => row.site),
  )
  return rows.map(row =>
    toTicket(row, {
      ...withoutNulls({ responsible: responsibleFor(row) ?? null }),
      consentAboveCny: policies.get(row.policy).policy.consentAboveCny,
      clocks: clocksOf.get(row.id) ?? [],
      parts: partsOf.get(row.id) ?? [],
      timeline: timelineOf.get(row.id) ?? [],
      signatures: signedOf.get(row.id) ?? [],
    }),
  )
}
