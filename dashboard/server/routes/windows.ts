import { Type } from 'typebox'
import { NewWindow, WINDOW_STATES } from '#domain/windows.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { toMillis } from '../moment.ts'
import type { WindowVerbs } from '../needs/alarms.ts'
import { Id, IdPath, MomentInput, PageOf, paging, strict } from '../views/common.ts'
import { WindowView } from '../views/windows.ts'
import { mustSee } from './scope.ts'

const Filter = strict({ state: Type.Optional(Type.Enum([...WINDOW_STATES])), site: Type.Optional(Id), ...paging })
const Planned = strict(
  { ...NewWindow.properties, startsAt: Type.Optional(MomentInput), endsAt: MomentInput },
  { $id: 'NewWindow' },
)
const Extension = strict({ endsAt: MomentInput, reason: NewWindow.properties.reason }, { $id: 'WindowExtension' })
const End = strict({ note: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })) }, { $id: 'WindowEnd' })
const one = { tags: ['faults'], params: IdPath, response: { 200: WindowView } }

/** Maintenance windows, test permits and fire drills; the faults they kept quiet are `GET /api/faults?window=`. */
export function windowRoutes(app: Api, { windows }: { windows: WindowVerbs }): void {
  app.get(
    '/api/windows',
    { schema: { tags: ['faults'], querystring: Filter, response: { 200: PageOf(WindowView) } } },
    async request => toWire(await windows.list({ ...request.query, sites: actorOf(request).sites })),
  )

  app.post(
    '/api/windows',
    { schema: { tags: ['faults'], body: Planned, response: { 201: WindowView } } },
    async (request, reply) => {
      const { startsAt, endsAt, ...given } = request.body
      const span = {
        endsAt: toMillis('endsAt', endsAt),
        ...(startsAt !== undefined && { startsAt: toMillis('startsAt', startsAt) }),
      }
      return reply.status(201).send(toWire(await windows.add({ ...given, ...span }, actorOf(request))))
    },
  )

  app.get('/api/windows/:id', { schema: one }, async request =>
    toWire(mustSee(actorOf(request), await windows.get(request.params.id))),
  )

  app.post('/api/windows/:id/extend', { schema: { ...one, body: Extension } }, async request => {
    const { endsAt, reason } = request.body
    const change = { endsAt: toMillis('endsAt', endsAt), reason }
    return toWire(await windows.extend(request.params.id, change, actorOf(request)))
  })

  app.post('/api/windows/:id/end', { schema: { ...one, body: End } }, async request =>
    toWire(await windows.end(request.params.id, actorOf(request), request.body.note)),
  )
}
