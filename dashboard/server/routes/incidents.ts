import { Type } from 'typebox'
import { INCIDENT_KINDS } from '#domain/incidents.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { IncidentVerbs } from '../needs/alarms.ts'
import { Id, IdPath, PageOf, paging, strict } from '../views/common.ts'
import { IncidentView } from '../views/incidents.ts'
import { Acknowledgement } from './faults.ts'
import { mustSee } from './scope.ts'

const Filter = strict({
  open: Type.Optional(Type.Boolean()),
  kind: Type.Optional(Type.Enum([...INCIDENT_KINDS])),
  site: Type.Optional(Id),
  ...paging,
})
const one = { tags: ['faults'], params: IdPath, response: { 200: IncidentView } }

/** Many faults with one cause; their faults are `GET /api/faults?incident=`. */
export function incidentRoutes(app: Api, { incidents }: { incidents: IncidentVerbs }): void {
  app.get(
    '/api/incidents',
    { schema: { tags: ['faults'], querystring: Filter, response: { 200: PageOf(IncidentView) } } },
    async request => toWire(await incidents.list({ ...request.query, sites: actorOf(request).sites })),
  )

  app.get('/api/incidents/:id', { schema: one }, async request =>
    toWire(mustSee(actorOf(request), await incidents.get(request.params.id))),
  )

  app.post('/api/incidents/:id/acknowledge', { schema: { ...one, body: Acknowledgement } }, async request =>
    toWire(await incidents.acknowledge(request.params.id, actorOf(request), request.body.comment)),
  )
}
