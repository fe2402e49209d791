import { worksOn } from '#domain/crew.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import { THOUGHT_DONE } from '#domain/ticketStages.ts'
import { ENDED } from '#domain/tickets.ts'
import type { VerdictChange } from '#domain/verdicts.ts'
import type { Workshop } from '../needs.ts'
import { changeTicket } from './changeTicket.ts'
import { lockVisible, type TicketRow } from './lockTicket.ts'
import { refuseStale } from './refuseStale.ts'

const canBeJudged = ({ fault_code, status }: TicketRow): boolean =>
  fault_code !== null && (THOUGHT_DONE.includes(status) || ENDED.includes(status))

/**
 * Judges what was found otherwise than the repair report does; who did and why stands in the ticket's history.
 * @throws CodedError NOT_FOUND, STALE_VERSION, FORBIDDEN, NO_VERDICT
 */
export async function judgeTicket(needs: Workshop, id: string, change: VerdictChange, actor: Actor): Promise<void> {
  const at = needs.clock.now()
  await needs.database.write(async trx => {
    const ticket = await lockVisible(trx, id, actor)
    await refuseStale(trx, ticket, change.version)
    if (!worksOn(actor, ticket)) throw new CodedError('FORBIDDEN', { ticket: id })
    if (!canBeJudged(ticket)) throw new CodedError('NO_VERDICT', { ticket: id, status: ticket.status })
    const { outcome: verdict, reason } = change
    const detail = { from: ticket.verdict, to: verdict, reason }
    await changeTicket(trx, needs, ticket, { at, by: actor.username, event: 'judged', detail }, { verdict })
  })
}
