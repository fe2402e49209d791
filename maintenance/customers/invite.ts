import { nextNumber } from '#database/changeLog.ts'
import { hashToken, makeSecret } from '#database/secrets.ts'
import type { SurveyInvitation } from '#domain/surveys.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'

const DAY = 86_400_000

/** Ends the invitation that waits for an answer. */
async function withdrawInvitation(trx: Trx, ticket: string, at: Millis): Promise<void> {
  await trx
    .updateTable('survey')
    .set({ ended_at: at })
    .where('ticket', '=', ticket)
    .where('ended_at', 'is', null)
    .execute()
}

/** Invites the customer of a held ticket; of several invitations only the latest can be answered. */
export async function invite(trx: Trx, needs: Workshop, ticket: TicketRow, at: Millis): Promise<SurveyInvitation> {
  const { survey } = needs.policies.get(ticket.policy).policy
  await withdrawInvitation(trx, ticket.id, at)
  const token = makeSecret()
  const expiresAt = at + survey.validDays * DAY
  const row = {
    id: `sv-${await nextNumber(trx, 'survey')}`,
    ticket: ticket.id,
    site: ticket.site,
    token_hash: hashToken(token),
    created_at: at,
    expires_at: expiresAt,
  }
  await trx.insertInto('survey').values(row).execute()
  return { token, expiresAt }
}
