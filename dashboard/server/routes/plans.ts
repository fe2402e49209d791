import { Type } from 'typebox'
import { FINDING_STATES } from '#domain/findings.ts'
import { CatalogueCode } from '#domain/formFields.ts'
import { LastVisit } from '#domain/lastVisits.ts'
import { DUE_STATES } from '#domain/planDues.ts'
import { Day, NewPlan, PlanChange } from '#domain/plans.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { toPeriod } from '../moment.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { Id, ListOf, PageOf, paging, strict } from '../views/common.ts'
import { DueDayView, PlanDueView, PlanFindingView, PlanView, StatedVisitView } from '../views/plans.ts'

const PlanPath = Type.Object({ code: CatalogueCode })
const DueFilter = {
  site: Type.Optional(Id),
  from: Type.Optional({ ...Day, description: 'Due on that day of the site or later' }),
  to: Type.Optional({ ...Day, description: 'Due on that day or before' }),
  equipment: Type.Optional(Id),
  plan: Type.Optional(CatalogueCode),
  state: Type.Optional(Type.Enum([...DUE_STATES])),
  class: Type.Optional({ ...Id, description: 'Of a visit to a whole site: one of the classes of its plan' }),
  technician: Type.Optional({ ...Id, description: 'Goes to the visit that is open' }),
  text: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'In plan, equipment or site' })),
}
const Dues = strict({ ...DueFilter, ...paging })
const DueDays = strict(DueFilter)
const Findings = strict({
  site: Type.Optional(Id),
  class: Type.Optional(Id),
  technician: Type.Optional({ ...Id, description: 'Goes to the ticket that follows' }),
  text: Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: 'In the note, plan, equipment or site' }),
  ),
  from: Type.Optional(Type.String({ maxLength: 40, description: 'Inclusive; of when it was answered' })),
  to: Type.Optional(Type.String({ maxLength: 40, description: 'Exclusive' })),
  equipment: Type.Optional(Id),
  plan: Type.Optional(CatalogueCode),
  state: Type.Optional(Type.Enum([...FINDING_STATES])),
  ...paging,
})
const tags = ['plans']

/** What is done to which equipment, how often; as shipped until somebody changes it. */
export function planRoutes(app: Api, { plans }: Pick<MaintenanceVerbs, 'plans'>): void {
  app.get('/api/plans', { schema: { tags, response: { 200: ListOf(PlanView) } } }, async request => ({
    items: toWire(await plans.list(actorOf(request).sites)),
  }))

  app.get(
    '/api/plans/due',
    { schema: { tags, querystring: Dues, response: { 200: PageOf(PlanDueView) } } },
    async request => toWire(await plans.due({ ...request.query, sites: actorOf(request).sites })),
  )

  app.get(
    '/api/plans/due/days',
    { schema: { tags, querystring: DueDays, response: { 200: ListOf(DueDayView) } } },
    async request => ({ items: await plans.dueDays({ ...request.query, sites: actorOf(request).sites }) }),
  )

  app.get(
    '/api/plans/findings',
    { schema: { tags, querystring: Findings, response: { 200: PageOf(PlanFindingView) } } },
    async request => {
      const { from, to, ...query } = request.query
      return toWire(await plans.findings({ ...query, ...toPeriod({ from, to }), sites: actorOf(request).sites }))
    },
  )

  app.get('/api/plans/:code', { schema: { tags, params: PlanPath, response: { 200: PlanView } } }, async request =>
    toWire(await plans.get(request.params.code, actorOf(request).sites)),
  )

  app.get(
    '/api/plans/:code/history',
    { schema: { tags, params: PlanPath, response: { 200: ListOf(PlanView) } } },
    async request => ({ items: toWire(await plans.history(request.params.code, actorOf(request).sites)) }),
  )

  app.get(
    '/api/plans/:code/last-visits',
    { schema: { tags, params: PlanPath, response: { 200: ListOf(StatedVisitView) } } },
    async request => ({
      items: toWire(await plans.statedVisits(request.params.code, actorOf(request).sites)),
    }),
  )

  app.post(
    '/api/plans/:code/last-visits',
    { schema: { tags, params: PlanPath, body: LastVisit, response: { 201: StatedVisitView } } },
    async (request, reply) =>
      reply.status(201).send(toWire(await plans.stateLastVisit(request.params.code, request.body, actorOf(request)))),
  )

  app.post('/api/plans', { schema: { tags, body: NewPlan, response: { 201: PlanView } } }, async (request, reply) =>
    reply.status(201).send(toWire(await plans.add(request.body, actorOf(request)))),
  )

  app.patch(
    '/api/plans/:code',
    { schema: { tags, params: PlanPath, body: PlanChange, response: { 200: PlanView } } },
    async request => toWire(await plans.change(request.params.code, request.body, actorOf(request))),
  )
}
