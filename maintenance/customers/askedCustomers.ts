import type { Actor } from '#domain/people.ts'
import type { AskedCustomer } from '#domain/surveys.ts'
import { reporterContacts } from '../intake/reporterContacts.ts'
import type { Workshop } from '../needs.ts'
import { visible } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { latestSurvey, surveyState } from './surveyLinks.ts'

/** Whom a ticket asks, each with the survey that counts; who left no contact are one. @throws CodedError NOT_FOUND */
export async function askedCustomers(needs: Workshop, id: string, actor: Actor): Promise<AskedCustomer[]> {
  const { db } = needs.database
  const found = await db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirst()
  const { status } = visible(found, id, actor)
  const { reporters = [] } = (await reporterContacts(db, [{ ticket: id, status }], actor)).get(id) ?? {}
  const now = needs.clock.now()
  const asked = await Promise.all(
    [...reporters, { report: null }].map(async person => {
      const survey = await latestSurvey(db, id, person.report)
      return survey && { ...withoutNulls(person), state: surveyState({ survey, expiresAt: survey.expires_at }, now) }
    }),
  )
  return asked.filter(each => each !== undefined)
}
