import type { Millis } from '#domain/time.ts'
import { startClocks } from '../clocks/clocks.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'

const KIND = 'callBack'

/** A call back that was made makes room for the next; its account stays. */
async function clearEnded(trx: Trx, ticket: string): Promise<void> {
  for (const table of ['escalation', 'clock_pause', 'ticket_clock'] as const)
    await trx.deleteFrom(table).where('ticket', '=', ticket).where('kind', '=', KIND).execute()
}

/**
 * Owes the customer of a held ticket a call within the time of the service levels, whatever the ticket's status: the
 * conversation is open again, not the repair. One that is owed already stays with its due time.
 */
export async function startCallBack(trx: Trx, needs: Workshop, ticket: TicketRow, at: Millis): Promise<void> {
  const before = await trx
    .selectFrom('ticket_clock')
    .select('stopped_at')
    .where('ticket', '=', ticket.id)
    .where('kind', '=', KIND)
    .executeTakeFirst()
  if (before?.stopped_at === null) return
  if (before) await clearEnded(trx, ticket.id)
  const { callBack: span } = needs.policies.get(ticket.policy).policy.survey
  await startClocks(trx, needs, ticket, [{ kind: KIND, span }], at)
}
