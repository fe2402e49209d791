import type { FastifyRequest } from 'fastify'
import { type Static, type TSchema, Type } from 'typebox'
import type { Registry } from '#database/registry.ts'
import { CodedError } from '#domain/errors.ts'
import { CatalogueCode } from '#domain/formFields.ts'
import type { Actor } from '#domain/people.ts'
import { ReportPolicy } from '#domain/reportPolicy.ts'
import type { ReportQuery, ReportScope } from '#domain/reports.ts'
import type { Clock } from '#domain/time.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { toMillis } from '../moment.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { Id, strict } from '../views/common.ts'
import { BacklogView, REPORTS } from '../views/reports.ts'
import { policyRoutes } from './policyRoutes.ts'
import { reportSite } from './scope.ts'

export interface AnalyticsNeeds {
  analytics: MaintenanceVerbs['analytics']
  reportPolicy: MaintenanceVerbs['reportPolicy']
  clock: Clock
  registry: Pick<Registry, 'site'>
}

const DEFAULT_SPAN_MS = 30 * 86_400_000
const LONGEST_SPAN_MS = 10 * 366 * 86_400_000

const SCOPE = {
  site: Type.Optional(Id),
  class: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  model: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
}
const Scope = strict(SCOPE)
const Query = strict({
  from: Type.Optional(Type.String({ maxLength: 40, description: '30 days before `to` when left out' })),
  to: Type.Optional(Type.String({ maxLength: 40, description: 'Exclusive; now when left out' })),
  ...SCOPE,
})

const PlansQuery = strict({ ...Query.properties, plan: Type.Optional(CatalogueCode) })

type Asked = Static<typeof Query>

function reportScope(
  { registry }: AnalyticsNeeds,
  actor: Actor,
  { site: asked, class: name, model }: Static<typeof Scope>,
): ReportScope {
  const site = reportSite(registry, actor, asked)
  return {
    ...(site !== undefined && { site }),
    ...(name !== undefined && { class: name }),
    ...(model !== undefined && { model }),
  }
}

function reportQuery(needs: AnalyticsNeeds, actor: Actor, query: Asked): ReportQuery {
  const to = query.to === undefined ? needs.clock.now() : toMillis('to', query.to)
  const from = query.from === undefined ? Math.max(0, to - DEFAULT_SPAN_MS) : toMillis('from', query.from)
  const scope = reportScope(needs, actor, query)
  if (from >= to)
    throw new CodedError('BAD_REQUEST', {
      problems: [{ in: 'querystring', path: '/from', message: 'must be before `to`' }],
    })
  if (to - from > LONGEST_SPAN_MS) throw new CodedError('RANGE_TOO_LONG', { maxDays: 3660 })
  return { from, to, ...scope }
}

/** What the history tells; every number of tickets comes with the query that lists them. */
export function analyticsRoutes(app: Api, needs: AnalyticsNeeds): void {
  const { analytics } = needs
  const tags = ['analytics']
  policyRoutes(app, { path: '/api/report-policy', name: 'ReportPolicy', tags }, ReportPolicy, needs.reportPolicy)
  const about = <V extends TSchema>(view: V) => ({ schema: { tags, querystring: Query, response: { 200: view } } })
  const query = (request: FastifyRequest & { query: Asked }) => reportQuery(needs, actorOf(request), request.query)

  app.get('/api/analytics/reliability', about(REPORTS.reliability), async request =>
    toWire(await analytics.reliability(query(request))),
  )

  app.get('/api/analytics/causes', about(REPORTS.causes), async request =>
    toWire(await analytics.causes(query(request))),
  )

  app.get('/api/analytics/repairs', about(REPORTS.repairs), async request =>
    toWire(await analytics.repairs(query(request))),
  )

  app.get('/api/analytics/sla', about(REPORTS.sla), async request =>
    toWire(await analytics.serviceLevels(query(request))),
  )

  app.get('/api/analytics/satisfaction', about(REPORTS.satisfaction), async request =>
    toWire(await analytics.satisfaction(query(request))),
  )

  app.get('/api/analytics/technicians', about(REPORTS.technicians), async request =>
    toWire(await analytics.technicians(query(request))),
  )

  app.get(
    '/api/analytics/plans',
    { schema: { tags, querystring: PlansQuery, response: { 200: REPORTS.plans } } },
    async request => {
      const { plan, ...asked } = request.query
      const query = { ...reportQuery(needs, actorOf(request), asked), ...(plan !== undefined && { plan }) }
      return toWire(await analytics.plans(query))
    },
  )

  app.get('/api/analytics/predictions', about(REPORTS.predictions), async request =>
    toWire(await analytics.predictions(query(request))),
  )

  app.get('/api/analytics/safety', about(REPORTS.safety), async request =>
    toWire(await analytics.safety(query(request))),
  )

  app.get('/api/analytics/alarms', about(REPORTS.alarms), async request =>
    toWire(await analytics.alarms(query(request))),
  )

  app.get(
    '/api/analytics/backlog',
    { schema: { tags, querystring: Scope, response: { 200: BacklogView } } },
    async request => toWire(await analytics.backlog(reportScope(needs, actorOf(request), request.query))),
  )
}
