import { Type } from 'typebox'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { ReportQuery } from '#domain/reports.ts'
import type { Clock } from '#domain/time.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { toMillis } from '../moment.ts'
import type { MaintenanceVerbs } from '../needs.ts'
import { Id, strict } from '../views/common.ts'
import { CausesView, ReliabilityView } from '../views/reports.ts'
import { reportSite } from './scope.ts'

export interface AnalyticsNeeds {
  analytics: MaintenanceVerbs['analytics']
  clock: Clock
}

const DEFAULT_SPAN_MS = 30 * 86_400_000
const LONGEST_SPAN_MS = 10 * 366 * 86_400_000

const Query = strict({
  from: Type.Optional(Type.String({ maxLength: 40, description: '30 days before `to` when left out' })),
  to: Type.Optional(Type.String({ maxLength: 40, description: 'Exclusive; now when left out' })),
  site: Type.Optional(Id),
})

function reportQuery(
  { clock }: AnalyticsNeeds,
  actor: Actor,
  query: { from?: string; to?: string; site?: string },
): ReportQuery {
  const to = query.to === undefined ? clock.now() : toMillis('to', query.to)
  const from = query.from === undefined ? Math.max(0, to - DEFAULT_SPAN_MS) : toMillis('from', query.from)
  const site = reportSite(actor, query.site)
  if (from >= to)
    throw new CodedError('BAD_REQUEST', {
      problems: [{ in: 'querystring', path: '/from', message: 'must be before `to`' }],
    })
  if (to - from > LONGEST_SPAN_MS) throw new CodedError('RANGE_TOO_LONG', { maxDays: 3660 })
  return { from, to, ...(site !== undefined && { site }) }
}

/** What the repair history tells; every figure comes with its number of cases and the tickets behind it. */
export function analyticsRoutes(app: Api, needs: AnalyticsNeeds): void {
  const { analytics } = needs

  app.get(
    '/api/analytics/causes',
    { schema: { tags: ['analytics'], querystring: Query, response: { 200: CausesView } } },
    async request => toWire(await analytics.causes(reportQuery(needs, actorOf(request), request.query))),
  )

  app.get(
    '/api/analytics/reliability',
    { schema: { tags: ['analytics'], querystring: Query, response: { 200: ReliabilityView } } },
    async request => toWire(await analytics.reliability(reportQuery(needs, actorOf(request), request.query))),
  )
}
