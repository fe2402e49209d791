import { nextNumber } from '#database/changeLog.ts'
import { hashToken, makeSecret } from '#database/secrets.ts'
import { CodedError } from '#domain/errors.ts'
import type {
  NewOpinionLinks,
  NewOpinionSurvey,
  OpinionLink,
  OpinionReport,
  Opinions,
  SettledSuggestion,
} from '#domain/opinions.ts'
import type { Page, SiteQuery } from '#domain/page.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import { readFeedbackPolicy } from '../customers/feedbackPolicy.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import { sitesShown } from '../siteScope.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { answerOpinion, opinionForm } from './answerOpinion.ts'
import { opinionReports } from './opinionReport.ts'

async function seen(trx: Trx, id: string, actor: Actor) {
  const row = await trx.selectFrom('opinion_survey').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || !seesSite(actor, row.site)) throw new CodedError('NOT_FOUND', { survey: id })
  return row
}

async function addSurvey(trx: Trx, needs: Workshop, input: NewOpinionSurvey, actor: Actor): Promise<string> {
  const { site, name, target, from, to, households, repeatMonths } = input
  if (!needs.site(site) || !seesSite(actor, site)) throw new CodedError('UNKNOWN_SITE', { site })
  if (to <= from) throw new CodedError('BAD_REQUEST', { to: 'not after `from`' })
  const { questions = (await readFeedbackPolicy(trx)).opinion.questions } = input
  const id = `op-${await nextNumber(trx, 'opinion')}`
  const row = { id, site, name, target, from_at: from, until_at: to, households }
  await trx
    .insertInto('opinion_survey')
    .values({
      ...row,
      repeat_months: repeatMonths ?? null,
      questions: JSON.stringify(questions),
      created_at: needs.clock.now(),
      created_by: actor.username,
    })
    .execute()
  return id
}

async function makeLinks(trx: Trx, survey: string, { households = [] }: NewOpinionLinks): Promise<OpinionLink[]> {
  const made: OpinionLink[] = households.map(household => ({ token: makeSecret(), household }))
  const rows = made.map(({ token, household = null }) => ({ token_hash: hashToken(token), survey, label: household }))
  for (let at = 0; at < rows.length; at += 500)
    await trx
      .insertInto('opinion_household')
      .values(rows.slice(at, at + 500))
      .execute()
  if (made.length > 0) return made
  const token = makeSecret()
  await trx
    .updateTable('opinion_survey')
    .set({ token_hash: hashToken(token) })
    .where('id', '=', survey)
    .execute()
  return [{ token }]
}

async function settleSuggestion(
  trx: Trx,
  needs: Workshop,
  { survey, number, by }: { survey: string; number: number; by: string },
  { department, measure }: SettledSuggestion,
): Promise<void> {
  const { departments } = (await readFeedbackPolicy(trx)).opinion
  if (!departments.some(({ code }) => code === department)) throw new CodedError('BAD_REQUEST', { department })
  const { numUpdatedRows } = await trx
    .updateTable('opinion_answer')
    .set({ department, measure, settled_at: needs.clock.now(), settled_by: by })
    .where('survey', '=', survey)
    .where('number', '=', number)
    .where('suggestion', 'is not', null)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new CodedError('NOT_FOUND', { survey, suggestion: number })
}

async function listOpinions(needs: Workshop, query: SiteQuery): Promise<Page<OpinionReport>> {
  const { db } = needs.database
  const sites = sitesShown(query)
  const after = cursorKey(query.cursor, [0, ''] as const)
  const size = pageSize(query)
  const rows = await db
    .selectFrom('opinion_survey')
    .selectAll()
    .$if(sites !== undefined, q => q.where('site', 'in', [...(sites ?? []), '']))
    .$if(after !== undefined, q =>
      q.where(eb => eb(eb.refTuple('from_at', 'id'), '<', eb.tuple(after?.[0] ?? 0, after?.[1] ?? ''))),
    )
    .orderBy('from_at', 'desc')
    .orderBy('id', 'desc')
    .limit(size + 1)
    .execute()
  const page = toPage(rows, size, row => [row.from_at, row.id])
  return { ...page, items: await opinionReports(db, page.items) }
}

export function createOpinions(needs: Workshop): Opinions {
  const { db, write } = needs.database
  const report = async (id: string) =>
    (
      await opinionReports(db, await db.selectFrom('opinion_survey').selectAll().where('id', '=', id).execute())
    )[0] as OpinionReport
  return {
    list: query => listOpinions(needs, query),
    add: async (input, actor) => report(await write(trx => addSurvey(trx, needs, input, actor))),
    links: (id, input, actor) => write(async trx => makeLinks(trx, (await seen(trx, id, actor)).id, input)),
    settle: async (id, number, settled, actor) => {
      await write(async trx => {
        const { id: survey } = await seen(trx, id, actor)
        await settleSuggestion(trx, needs, { survey, number, by: actor.username }, settled)
      })
      return await report(id)
    },
    form: token => opinionForm(needs, token),
    answer: (token, answer) => answerOpinion(needs, token, answer),
  }
}
