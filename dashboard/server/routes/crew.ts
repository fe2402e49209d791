import { CrewAnswer } from '#domain/crew.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { IdPath } from '../views/common.ts'
import { CrewView } from '../views/crew.ts'
import { mustSee } from './scope.ts'

const schema = { tags: ['tickets'], params: IdPath, response: { 200: CrewView } }

/** Who goes to a ticket, and what they say when they are asked to go along. */
export function crewRoutes(app: Api, { dispatch, tickets }: Pick<MaintenanceVerbs, 'dispatch' | 'tickets'>): void {
  app.get('/api/tickets/:id/crew', { schema }, async request => {
    const { id } = mustSee(actorOf(request), await tickets.get(request.params.id))
    return toWire(await dispatch.crew(id))
  })

  app.post('/api/tickets/:id/crew', { schema: { ...schema, body: CrewAnswer } }, async request => {
    const actor = actorOf(request)
    const { id } = mustSee(actor, await tickets.get(request.params.id))
    await dispatch.answer(id, request.body, actor)
    return toWire(await dispatch.crew(id))
  })
}
