import { nextNumber } from '#database/changeLog.ts'
import type { Millis } from '#domain/time.ts'
import { reportersOfOne } from '../intake/reporters.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'
import { readFeedbackPolicy } from './feedbackPolicy.ts'

const DAY = 86_400_000
const HOUR = 3_600_000

/** Ends the invitations that wait for an answer. */
async function withdrawInvitations(trx: Trx, ticket: string, at: Millis): Promise<void> {
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

/** Who is asked: whose report that is, or with null whoever left no contact; and whether a message can reach them. */
interface Asked {
  report: string | null
  sendable: boolean
}

/** A survey that waits for its answer. */
export interface Invitation extends Asked {
  id: string
  expiresAt: Millis
}

/** Invites one of the customers of a held ticket, who has no invitation that waits. */
export async function inviteOne(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { report, sendable }: Asked,
  at: Millis,
): Promise<Invitation> {
  const { reminders } = await readFeedbackPolicy(trx)
  const id = `sv-${await nextNumber(trx, 'survey')}`
  const expiresAt = at + validMs(needs, ticket)
  const remindAt = sendable && reminders.most > 0 ? at + reminders.afterHours * HOUR : null
  const row = { id, ticket: ticket.id, site: ticket.site, report, created_at: at, expires_at: expiresAt }
  await trx
    .insertInto('survey')
    .values({ ...row, remind_at: remindAt })
    .execute()
  return { id, report, expiresAt, sendable }
}

/**
 * Invites the customers of a held ticket: each reporter who left another contact for themselves, and together those who
 * left none or never reported it. Earlier invitations can no longer be answered.
 */
export async function invite(trx: Trx, needs: Workshop, ticket: TicketRow, at: Millis): Promise<Invitation[]> {
  await withdrawInvitations(trx, ticket.id, at)
  const { known, unknown } = await reportersOfOne(trx, ticket.id)
  const asked: Asked[] = known.map(({ report }) => ({ report, sendable: true }))
  if (unknown || known.length === 0) asked.push({ report: null, sendable: false })
  const invited: Invitation[] = []
  for (const each of asked) invited.push(await inviteOne(trx, needs, ticket, each, at))
  return invited
}
