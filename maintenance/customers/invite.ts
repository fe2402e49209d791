import { nextNumber } from '#database/changeLog.ts'
import type { Millis } from '#domain/time.ts'
import { reporterPhone } from '../intake/reporterContacts.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { readFeedbackPolicy } from './feedbackPolicy.ts'

const DAY = 86_400_000
const HOUR = 3_600_000

/** Ends the invitation that waits for an answer. */
async function withdrawInvitation(trx: Trx, ticket: string, at: Millis): Promise<void> {
  await trx
    .updateTable('survey')
    .set({ ended_at: at })
    .where('ticket', '=', ticket)
    .where('ended_at', 'is', null)
    .execute()
}

/** How long the service levels of a ticket let its survey wait. */
export const validMs = (needs: Workshop, { policy }: Pick<TicketRow, 'policy'>): Millis =>
  needs.policies.get(policy).policy.survey.validDays * DAY

/** A survey that waits for its answer. */
export interface Invitation {
  id: string
  expiresAt: Millis
  /** The customer left a number, to which the link may be sent. */
  sendable: boolean
}

/** Invites the customer of a held ticket; of several invitations only the latest can be answered. */
export async function invite(trx: Trx, needs: Workshop, ticket: TicketRow, at: Millis): Promise<Invitation> {
  const { reminders } = await readFeedbackPolicy(trx)
  await withdrawInvitation(trx, ticket.id, at)
  const sendable = (await reporterPhone(trx, ticket.id)) !== undefined
  const id = `sv-${await nextNumber(trx, 'survey')}`
  const expiresAt = at + validMs(needs, ticket)
  const remindAt = sendable && reminders.most > 0 ? at + reminders.afterHours * HOUR : null
  const row = { id, ticket: ticket.id, site: ticket.site, created_at: at, expires_at: expiresAt, remind_at: remindAt }
  await trx.insertInto('survey').values(row).execute()
  return { id, expiresAt, sendable }
}
