import { Type } from 'typebox'
import { CalendarImport } from '#domain/calendars.ts'
import { ServicePolicy } from '#domain/servicePolicy.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { toMillis } from '../moment.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { MomentInput, PageOf, strict } from '../views/common.ts'
import { CalendarYearView, ServicePolicyView } from '../views/serviceLevels.ts'

const NewPolicy = strict(
  {
    policy: ServicePolicy,
    version: Type.Optional(Type.Integer({ minimum: 1, description: 'The version that it was made from' })),
    inForceAt: Type.Optional(MomentInput),
    note: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  { $id: 'NewPolicy' },
)
const tags = ['service levels']

/** What is promised, version by version, and the tables of working days. */
export function serviceLevelRoutes(app: Api, { serviceLevels }: Pick<MaintenanceVerbs, 'serviceLevels'>): void {
  app.get('/api/service-levels', { schema: { tags, response: { 200: PageOf(ServicePolicyView) } } }, async () =>
    toWire({ items: [...serviceLevels.policies()] }),
  )

  app.post(
    '/api/service-levels',
    { schema: { tags, body: NewPolicy, response: { 201: ServicePolicyView } } },
    async (request, reply) => {
      const { inForceAt, ...input } = request.body
      const at = inForceAt === undefined ? {} : { inForceAt: toMillis('inForceAt', inForceAt) }
      return reply.status(201).send(toWire(await serviceLevels.addPolicy({ ...input, ...at }, actorOf(request))))
    },
  )

  app.get(
    '/api/calendars',
    {
      schema: {
        tags,
        response: {
          200: Type.Object({
            items: Type.Array(CalendarYearView),
            missing: Type.Array(Type.Integer(), {
              description: 'Years that running promises reach into, counted Monday to Friday for want of a table',
            }),
          }),
        },
      },
    },
    async () => {
      const { years, missing } = await serviceLevels.calendars()
      return toWire({ items: years, missing })
    },
  )

  app.post(
    '/api/calendars',
    {
      schema: {
        tags,
        body: CalendarImport,
        response: {
          201: Type.Object({
            ...CalendarYearView.properties,
            recalculated: Type.Integer({ description: 'Running promises whose due time changed' }),
          }),
        },
      },
    },
    async (request, reply) => {
      const { year, recalculated } = await serviceLevels.enterCalendar(request.body, actorOf(request))
      return reply.status(201).send(toWire({ ...year, recalculated }))
    },
  )
}
