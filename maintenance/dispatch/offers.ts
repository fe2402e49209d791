import type { TicketMove } from '#domain/commands.ts'
import type { OfferOutcome } from '#domain/dispatch.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { siteDispatch } from './siteDispatch.ts'

/** Ends the offer that waits for an answer. */
async function endOffer(trx: Trx, ticket: string, outcome: OfferOutcome, at: Millis): Promise<void> {
  await trx
    .updateTable('ticket_offer')
    .set({ ended_at: at, outcome })
    .where('ticket', '=', ticket)
    .where('ended_at', 'is', null)
    .execute()
}

/** Writes down to whom a held ticket goes, and until when it has to be accepted. */
async function offer(trx: Trx, needs: Workshop, ticket: TicketRow, technician: string, at: Millis): Promise<void> {
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
  }
  await trx.insertInto('ticket_offer').values(row).execute()
}

const ACCEPTS: readonly TicketMove['to'][] = ['accepted', 'enRoute', 'onSite']

/** Offers go with the moves of a held ticket: who was asked, and whether it was accepted, ran out or was taken back. */
export async function moveOffer(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { move, technician, at, expired }: { move: TicketMove; technician: string | undefined; at: Millis; expired: boolean },
): Promise<void> {
  await endOffer(trx, ticket.id, expired ? 'expired' : ACCEPTS.includes(move.to) ? 'accepted' : 'withdrawn', at)
  if (move.to === 'dispatched' && technician !== undefined) await offer(trx, needs, ticket, technician, at)
}
