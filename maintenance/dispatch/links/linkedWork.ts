import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { sentBack } from '#domain/sentBack.ts'
import { mayMove, movesOf } from '#domain/ticketMoves.ts'
import { LINK_MOVES, type LinkedWork } from '#domain/workLinks.ts'
import type { Workshop } from '../../needs.ts'
import { readVisit } from '../../plans/checklist/visitView.ts'
import type { TicketRow } from '../../tickets/lockTicket.ts'
import { consentMissing } from '../../tickets/moveFacts.ts'
import { findRule } from '../../tickets/priority.ts'
import { toTimelineEntry } from '../../tickets/ticketView.ts'
import { whereabouts } from '../../tickets/whereabouts.ts'
import { withoutNulls } from '../../withoutNulls.ts'

/** When a promise of the ticket is due, while it runs. */
async function dueAt(db: Kysely<Tables>, ticket: string): Promise<{ arriveAt?: number; resolveAt?: number }> {
  const clocks = await db
    .selectFrom('ticket_clock')
    .select(['kind', 'due_at'])
    .where('ticket', '=', ticket)
    .where('kind', 'in', ['arrive', 'resolve'])
    .where('stopped_at', 'is', null)
    .execute()
  const due = (kind: string) => clocks.find(c => c.kind === kind)?.due_at ?? null
  return withoutNulls({ arriveAt: due('arrive'), resolveAt: due('resolve') })
}

/** Why the work is to be done again, without what was said with it. */
async function backOf(db: Kysely<Tables>, ticket: string): Promise<Pick<LinkedWork, 'sentBack'>> {
  const events = await db
    .selectFrom('ticket_event')
    .selectAll()
    .where('ticket', '=', ticket)
    .orderBy('number')
    .execute()
  const back = sentBack(events.map(toTimelineEntry))
  return back ? { sentBack: { at: back.at, ...withoutNulls({ heldMs: back.heldMs ?? null }) } } : {}
}

/** A ticket as a contractor sees it behind a link. */
export async function linkedWork(
  db: Kysely<Tables>,
  needs: Workshop,
  ticket: TicketRow,
  { technician, expires_at: expiresAt }: Pick<Selectable<Tables['work_link']>, 'technician' | 'expires_at'>,
): Promise<LinkedWork> {
  const piece = needs.equipment(ticket.equipment)
  const fault = piece && ticket.fault_code ? findRule(needs.catalogue, piece.class, ticket.fault_code)?.rule : undefined
  const actor = { role: 'technician', username: technician } as const
  const allowed = movesOf(ticket).filter(row => mayMove(row, actor, ticket))
  const visit = await readVisit(db, needs, ticket)
  const consent = await consentMissing(db, needs, ticket)
  const { cause = [], action = [] } = needs.catalogue.closeCodes
  return {
    ticket: ticket.id,
    version: ticket.version,
    status: ticket.status,
    priority: ticket.priority,
    site: needs.site(ticket.site)?.name ?? ticket.site,
    equipment: { id: ticket.equipment, name: whereabouts(needs, ticket) },
    ...(fault && { fault: { name: fault.name, name_zh: fault.name_zh } }),
    technician,
    openedAt: ticket.opened_at,
    expiresAt,
    ...withoutNulls({
      title: ticket.title,
      second: technician === ticket.second ? ticket.technician : ticket.second,
    }),
    ...(await dueAt(db, ticket.id)),
    ...(await backOf(db, ticket.id)),
    moves: LINK_MOVES.filter(to => allowed.some(row => row.to === to)),
    causes: cause.map(row => [...row]),
    actions: action.map(row => [...row]),
    ...(consent && { consent }),
    ...(visit && { visit }),
  }
}
