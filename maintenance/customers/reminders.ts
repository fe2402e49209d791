import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { changeTicket } from '../tickets/changeTicket.ts'
import { lockTicket, type Trx } from '../tickets/lockTicket.ts'
import { contactFor } from './contactFor.ts'
import { surveyDue } from './customerSide.ts'
import { readFeedbackPolicy } from './feedbackPolicy.ts'

const BATCH = 200
const HOUR = 3_600_000

const dueSurveys = ({ database: { db } }: Workshop, now: Millis) =>
  db
    .selectFrom('survey')
    .select(['id', 'ticket'])
    .where('ended_at', 'is', null)
    .where('remind_at', 'is not', null)
    .where('remind_at', '<=', now)
    .orderBy('remind_at')
    .limit(BATCH)
    .execute()

/** Reminds once of a survey that still waits, and plans the next time. */
async function remind(trx: Trx, needs: Workshop, due: { id: string; ticket: string }, now: Millis): Promise<void> {
  const ticket = await lockTicket(trx, due.ticket)
  if (!ticket) return
  const { reminders } = await readFeedbackPolicy(trx)
  const survey = await trx
    .updateTable('survey')
    .set(eb => ({ remind_at: null, reminders: eb('reminders', '+', 1) }))
    .where('id', '=', due.id)
    .where('ended_at', 'is', null)
    .where('remind_at', '<=', now)
    .returningAll()
    .executeTakeFirst()
  const pointless = !survey || survey.expires_at <= now || survey.reminders > reminders.most
  if (pointless || !(await contactFor(trx, survey))) return
  const next = survey.reminders < reminders.most ? now + reminders.afterHours * HOUR : null
  await trx.updateTable('survey').set({ remind_at: next }).where('id', '=', due.id).execute()
  await changeTicket(trx, needs, ticket, surveyDue(now, survey.reminders, survey))
}

/** Reminds who has not answered by now, each in a transaction of its own. */
export async function sweepReminders(needs: Workshop): Promise<void> {
  const now = needs.clock.now()
  for (const due of await dueSurveys(needs, now)) await needs.database.write(trx => remind(trx, needs, due, now))
}
