import type { CallAttempt } from '#domain/followUps.ts'
import type { CallKind } from '#domain/ticketClocks.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'

/** Writes a call down on a held ticket. */
export async function addAttempt(
  trx: Trx,
  ticket: string,
  kind: CallKind,
  { at, by, result, note = null }: Omit<CallAttempt, 'number' | 'note'> & { note?: string | null | undefined },
): Promise<void> {
  const last = await trx
    .selectFrom('call_attempt')
    .select(eb => eb.fn.max('number').as('number'))
    .where('ticket', '=', ticket)
    .where('kind', '=', kind)
    .executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  await trx.insertInto('call_attempt').values({ ticket, kind, number, at, by, result, note }).execute()
}

/** How many calls have been tried since this one has been owed. */
async function triesOf(trx: Trx, ticket: string, kind: CallKind): Promise<number> {
  const row = await trx
    .selectFrom('call_attempt as a')
    .innerJoin('ticket_clock as c', join => join.onRef('c.ticket', '=', 'a.ticket').onRef('c.kind', '=', 'a.kind'))
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where('a.ticket', '=', ticket)
    .where('a.kind', '=', kind)
    .whereRef('a.at', '>=', 'c.started_at')
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

/** Whether, with the call at hand, enough were tried to give up. */
export async function triedEnough(trx: Trx, needs: Workshop, ticket: TicketRow, kind: CallKind): Promise<boolean> {
  const { tries } = needs.policies.get(ticket.policy).policy.calls
  return (await triesOf(trx, ticket.id, kind)) + 1 >= tries
}
