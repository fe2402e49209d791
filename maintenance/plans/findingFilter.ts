import { type SqlBool, sql } from 'kysely'
import type { FindingQuery, FindingState } from '#domain/findings.ts'
import { ENDED } from '#domain/tickets.ts'
import { containing } from '../likePattern.ts'
import type { Workshop } from '../needs.ts'
import { sitesShown } from '../siteScope.ts'
import { among, goes, type Is } from './conditions.ts'
import { namedBy } from './namedBy.ts'
import { plansInForce } from './planVersions.ts'

const HAS_ENDED = among('t.status', ENDED)
const IS: Record<FindingState, Is> = {
  open: sql`(a.mended = 0 and (t.status is null or not ${HAS_ENDED}))`,
  ended: HAS_ENDED,
  mended: sql`a.mended = 1`,
}

async function isNamed(needs: Workshop, text: string): Promise<Is> {
  const plans = await plansInForce(needs.database.db, needs.catalogue)
  const found = namedBy(needs, plans, text)
  const like = needs.database.dialect === 'sqlite' ? sql`like` : sql`ilike`
  return sql`(a.note ${like} ${containing(text)} escape '\\' or ${among('a.item', found.items)}
    or ${among('v.plan', found.plans)} or ${among('a.equipment', found.equipment)} or ${among('v.site', found.sites)})`
}

/** What an answer `a` of a visit `v`, with the ticket `t` that follows, has to be to be asked for. */
export async function findingFilter(needs: Workshop, query: FindingQuery): Promise<Is[]> {
  const { from, to, equipment, plan, state, followUp, class: kind, technician, text } = query
  const sites = sitesShown(query)
  return [
    ...(sites ? [among('v.site', sites)] : []),
    ...(from === undefined ? [] : [sql<SqlBool>`a.at >= ${from}`]),
    ...(to === undefined ? [] : [sql<SqlBool>`a.at < ${to}`]),
    ...(equipment === undefined ? [] : [sql<SqlBool>`a.equipment = ${equipment}`]),
    ...(plan === undefined ? [] : [sql<SqlBool>`v.plan = ${plan}`]),
    ...(followUp === undefined ? [] : [sql<SqlBool>`a.ticket = ${followUp}`]),
    ...(state === undefined ? [] : [IS[state]]),
    ...(kind === undefined ? [] : [sql<SqlBool>`a.equipment in (select id from equipment where class = ${kind})`]),
    ...(technician === undefined ? [] : [goes(technician)]),
    ...(text === undefined ? [] : [await isNamed(needs, text)]),
  ]
}
