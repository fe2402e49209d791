import type { Kysely, Selectable } from 'kysely'
import { hashToken, isMadeSecret, makeSecret } from '#database/secrets.ts'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { LinkChannel, SurveyForm, SurveyKey, SurveyWay } from '#domain/surveys.ts'
import type { Millis } from '#domain/time.ts'
import { type ReportRow, reportByToken } from '../intake/reportByToken.ts'
import { reportersOfOne } from '../intake/reporters.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'

type SurveyRow = Selectable<Tables['survey']>

/** A survey and the way that led to it, which may end sooner. */
export interface FoundSurvey {
  survey: SurveyRow
  way: SurveyWay
  expiresAt: Millis
}

/** Makes a link to a survey. @returns its token, of which only the hash is kept */
export async function addLink(
  trx: Trx,
  link: { survey: string; channel: LinkChannel; by: string; at: Millis; expiresAt: Millis },
): Promise<string> {
  const token = makeSecret()
  const { survey, channel, by, at, expiresAt } = link
  await trx
    .insertInto('survey_link')
    .values({ token_hash: hashToken(token), survey, channel, made_by: by, created_at: at, expires_at: expiresAt })
    .execute()
  return token
}

/**
 * The survey of a ticket that counts: the one that waits, otherwise the latest; of several that wait the one of whoever
 * left no contact, otherwise of who reported first. With `report` only that reporter's, with null only the shared one.
 */
export const latestSurvey = (
  db: Kysely<Tables>,
  ticket: string,
  report?: string | null,
): Promise<SurveyRow | undefined> =>
  db
    .selectFrom('survey')
    .selectAll('survey')
    .leftJoin('report', 'report.id', 'survey.report')
    .where('survey.ticket', '=', ticket)
    .$if(report !== undefined, q => q.where('survey.report', report === null ? 'is' : '=', report ?? null))
    .orderBy('survey.ended_at', eb => eb.desc().nullsFirst())
    .orderBy('survey.created_at', 'desc')
    .orderBy('report.at', eb => eb.asc().nullsFirst())
    .orderBy('survey.report')
    .limit(1)
    .executeTakeFirst()

/** The survey that asks who sent a report: their own; before there was one a person, that of the ticket. */
export async function surveyOfReport(db: Kysely<Tables>, report: ReportRow): Promise<SurveyRow | undefined> {
  const { known } = await reportersOfOne(db, report.ticket)
  const me = known.find(({ reports }) => reports.some(({ id }) => id === report.id))
  return (me && (await latestSurvey(db, report.ticket, me.report))) ?? (await latestSurvey(db, report.ticket, null))
}

const whose = ({ report }: SurveyRow): Pick<SurveyWay, 'report'> => withoutNulls({ report })

async function byLink(db: Kysely<Tables>, token: string): Promise<FoundSurvey | undefined> {
  if (!isMadeSecret(token)) return undefined
  const link = await db
    .selectFrom('survey_link')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst()
  if (!link) return undefined
  const survey = await db.selectFrom('survey').selectAll().where('id', '=', link.survey).executeTakeFirstOrThrow()
  const { channel, made_by: shownBy, expires_at: expiresAt } = link
  return { survey, way: { channel, shownBy, ...whose(survey) }, expiresAt: Math.min(expiresAt, survey.expires_at) }
}

async function byReport(db: Kysely<Tables>, token: string): Promise<FoundSurvey | undefined> {
  const report = await reportByToken(db, token)
  const survey = report && (await surveyOfReport(db, report))
  return survey && { survey, way: { channel: 'report', ...whose(survey) }, expiresAt: survey.expires_at }
}

/** @throws CodedError SURVEY_UNKNOWN */
export async function findSurvey(db: Kysely<Tables>, key: SurveyKey): Promise<FoundSurvey> {
  const found = 'token' in key ? await byLink(db, key.token) : await byReport(db, key.report)
  if (!found) throw new CodedError('SURVEY_UNKNOWN')
  return found
}

/** @throws CodedError SURVEY_GIVEN, SURVEY_EXPIRED */
export function refuseUnlessOpen(found: Omit<FoundSurvey, 'way'>, now: Millis): void {
  const state = surveyState(found, now)
  if (state !== 'open') throw new CodedError(state === 'given' ? 'SURVEY_GIVEN' : 'SURVEY_EXPIRED')
}

export function surveyState({ survey, expiresAt }: Omit<FoundSurvey, 'way'>, now: Millis): SurveyForm['state'] {
  if (survey.answered_at !== null) return 'given'
  return survey.ended_at !== null || expiresAt <= now ? 'expired' : 'open'
}
