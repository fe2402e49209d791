import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { SurveyMessage } from '#domain/surveys.ts'
import { wholeContact } from '../intake/reporterContacts.ts'
import { lastOf, reportersOfOne } from '../intake/reporters.ts'

/**
 * Where a message about a survey goes: to whom it asks. One that stands for the whole ticket, from before each reporter was
 * asked by their own, goes to who reported last. Whole, so only for messages to just that person (D2).
 */
export async function contactFor(
  db: Kysely<Tables>,
  { ticket, report }: Pick<Selectable<Tables['survey']>, 'ticket' | 'report'>,
): Promise<SurveyMessage['contact'] | undefined> {
  const { known } = await reportersOfOne(db, ticket)
  if (report !== null) return wholeContact(known.find(each => each.report === report))
  const own = await db
    .selectFrom('survey')
    .select('id')
    .where('ticket', '=', ticket)
    .where('report', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return own ? undefined : wholeContact(latestOf(known))
}

const latestOf = (known: Awaited<ReturnType<typeof reportersOfOne>>['known']) =>
  known.toSorted((a, b) => lastOf(a).at - lastOf(b).at || (lastOf(a).id < lastOf(b).id ? -1 : 1)).at(-1)
