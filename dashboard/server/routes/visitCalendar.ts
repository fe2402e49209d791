import { Type } from 'typebox'
import { CodedError } from '#domain/errors.ts'
import { CatalogueCode } from '#domain/formFields.ts'
import { VISIT_STATES } from '#domain/plannedVisits.ts'
import { Day } from '#domain/plans.ts'
import { problem } from '#domain/problem.ts'
import { toWire } from '#domain/wire.ts'
import { addDays, isDay } from '#domain/zonedTime.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { Id, ListOf, PageOf, paging, strict } from '../views/common.ts'
import { PlannedVisitView, VisitDayView } from '../views/visitCalendar.ts'

/** So many days are counted at once. */
const MOST_DAYS = 100

const filter = {
  from: { ...Day, description: 'The first day, at the site, on which a visit is due' },
  to: { ...Day, description: `The last; at most ${MOST_DAYS} days later` },
  site: Type.Optional(Id),
  plan: Type.Optional(CatalogueCode),
  class: Type.Optional(Id),
  technician: Type.Optional({ ...Id, description: 'Goes there; what is only foreseen is left out' }),
  state: Type.Optional(Type.Enum([...VISIT_STATES])),
  text: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'In plan, equipment or site' })),
}
const tags = ['plans']

/** @throws CodedError BAD_REQUEST */
function refuseSpan({ from, to }: { from: string; to: string }): void {
  const noDays = Object.entries({ from, to }).filter(([, day]) => !isDay(day))
  const problems = noDays.map(([field, day]) => problem(`/${field}`, 'noDay', { day }))
  if (problems.length > 0) throw new CodedError('BAD_REQUEST', { problems })
  const limit = addDays(from, MOST_DAYS)
  if (to > limit) throw new CodedError('BAD_REQUEST', { problems: [problem('/to', 'most', { limit })] })
}

/** Visits of plans by their day: those that were, those that are open, and those that are foreseen. */
export function visitCalendarRoutes(app: Api, { plans }: Pick<MaintenanceVerbs, 'plans'>): void {
  app.get(
    '/api/plans/calendar',
    { schema: { tags, querystring: strict(filter), response: { 200: ListOf(VisitDayView) } } },
    async request => {
      refuseSpan(request.query)
      return { items: await plans.visitDays({ ...request.query, sites: actorOf(request).sites }) }
    },
  )

  app.get(
    '/api/plans/visits',
    { schema: { tags, querystring: strict({ ...filter, ...paging }), response: { 200: PageOf(PlannedVisitView) } } },
    async request => {
      refuseSpan(request.query)
      return toWire(await plans.visits({ ...request.query, sites: actorOf(request).sites }))
    },
  )
}
