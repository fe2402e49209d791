import type { Candidate } from '#domain/candidates.ts'
import type { OfferOutcome } from '#domain/dispatch.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../../needs.ts'
import type { TicketRow, Trx } from '../../tickets/lockTicket.ts'
import { siteDispatch } from '../siteDispatch.ts'

/** Why the service chose somebody. */
export type Chosen = Pick<Candidate, 'technician' | 'score' | 'reasons' | 'against'>

/** Who is being asked and has not answered. */
export async function openOffers(trx: Trx, ticket: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('ticket_offer')
    .select('technician')
    .where('ticket', '=', ticket)
    .where('ended_at', 'is', null)
    .execute()
  return rows.map(row => row.technician)
}

/** Ends the offers of these people that wait for an answer. @returns how many did */
export async function endOffers(
  trx: Trx,
  ticket: string,
  technicians: readonly string[],
  { outcome, at }: { outcome: OfferOutcome; at: Millis },
): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('ticket_offer')
    .set({ ended_at: at, outcome })
    .where('ticket', '=', ticket)
    .where('technician', 'in', [...technicians, ''])
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** Somebody says no: to what they were asked, or after they had said yes. */
export async function refuseOffer(trx: Trx, ticket: string, technician: string, at: Millis): Promise<void> {
  if ((await endOffers(trx, ticket, [technician], { outcome: 'declined', at })) > 0) return
  await trx
    .updateTable('ticket_offer')
    .set({ ended_at: at, outcome: 'returned' })
    .where('ticket', '=', ticket)
    .where('technician', '=', technician)
    .where('outcome', '=', 'accepted')
    .execute()
}

/** Writes down who of a held ticket's crew is asked, why, and until when it has to be accepted. */
export async function askTo(
  trx: Trx,
  needs: Workshop,
  ticket: Pick<TicketRow, 'id' | 'site'>,
  { technician, chosen, at }: { technician: string; chosen: Chosen | undefined; at: Millis },
): Promise<void> {
  const { acceptMin } = await siteDispatch(trx, needs.catalogue.dispatch, ticket.site)
  const last = await trx
    .selectFrom('ticket_offer')
    .select(eb => eb.fn.max('number').as('number'))
    .where('ticket', '=', ticket.id)
    .executeTakeFirst()
  const row = {
    ticket: ticket.id,
    number: (last?.number ?? 0) + 1,
    technician,
    at,
    due_at: acceptMin === null ? null : at + acceptMin * 60_000,
    ended_at: null,
    outcome: null,
    reasons: chosen ? JSON.stringify({ reasons: chosen.reasons, against: chosen.against }) : null,
  }
  await trx.insertInto('ticket_offer').values(row).execute()
}

/** Whether somebody who stays in the crew has been asked and need not be asked again. */
export async function isAsked(trx: Trx, ticket: string, technician: string): Promise<boolean> {
  const last = await trx
    .selectFrom('ticket_offer')
    .select('outcome')
    .where('ticket', '=', ticket)
    .where('technician', '=', technician)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last !== undefined && (last.outcome === null || last.outcome === 'accepted')
}
