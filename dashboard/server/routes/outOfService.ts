import { Type } from 'typebox'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { toMillis } from '../moment.ts'
import type { OutOfServiceVerbs } from '../needs/alarms.ts'
import { Id, IdPath, ListOf, MomentInput, strict } from '../views/common.ts'
import { OutOfServiceView } from '../views/faults.ts'

const Filter = strict({
  equipment: Type.Optional(Id),
  site: Type.Optional(Id),
  ended: Type.Optional(Type.Boolean({ description: 'Those that are over, too' })),
})
const NewOutOfService = strict(
  {
    equipment: Id,
    code: Type.Optional(
      Type.String({
        pattern: '^[A-Z0-9-]{1,64}$',
        description: 'Only this rule; without it every fault that does not endanger life',
      }),
    ),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
    until: Type.Optional(MomentInput),
  },
  { $id: 'NewOutOfService' },
)

/** Equipment and rules that are out of service: their faults are recorded and shown, and open no ticket. */
export function outOfServiceRoutes(app: Api, { outOfService }: { outOfService: OutOfServiceVerbs }): void {
  const tags = ['faults']
  app.get(
    '/api/out-of-service',
    { schema: { tags, querystring: Filter, response: { 200: ListOf(OutOfServiceView) } } },
    async request => ({
      items: toWire(await outOfService.list({ ...request.query, sites: actorOf(request).sites })),
    }),
  )

  app.post(
    '/api/out-of-service',
    { schema: { tags, body: NewOutOfService, response: { 201: OutOfServiceView } } },
    async (request, reply) => {
      const { until, ...given } = request.body
      const input = { ...given, ...(until !== undefined && { until: toMillis('until', until) }) }
      return reply.status(201).send(toWire(await outOfService.add(input, actorOf(request))))
    },
  )

  app.post(
    '/api/out-of-service/:id/end',
    { schema: { tags, params: IdPath, response: { 200: OutOfServiceView } } },
    async request => toWire(await outOfService.end(request.params.id, actorOf(request))),
  )
}
