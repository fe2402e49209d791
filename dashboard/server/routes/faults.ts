import { Type } from 'typebox'
import { FAULT_MARKS, type Fault, SEVERITIES } from '#domain/faults.ts'
import type { Actor } from '#domain/people.ts'
import { Shelving } from '#domain/shelving.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { toMillis } from '../moment.ts'
import type { FaultVerbs } from '../needs/alarms.ts'
import { Id, IdPath, MomentInput, PageOf, paging, strict } from '../views/common.ts'
import { FaultHistoryView, FaultView } from '../views/faults.ts'
import { mustSee } from './scope.ts'

const Filter = strict({
  state: Type.Optional(Type.Enum(['active', 'resolved', 'all'])),
  equipment: Type.Optional(Id),
  code: Type.Optional(Type.String({ maxLength: 64, description: 'The rule that found them' })),
  site: Type.Optional(Id),
  severity: Type.Optional(Type.Enum([...SEVERITIES])),
  is: Type.Optional(Type.Enum([...FAULT_MARKS])),
  incident: Type.Optional(Id),
  window: Type.Optional(Id),
  suppressedBy: Type.Optional(Type.String({ maxLength: 64, description: 'A window, incident or out-of-service line' })),
  class: Type.Optional(Id),
  model: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Of their equipment, as it is now' })),
  firedFrom: Type.Optional(Type.String({ maxLength: 40, description: 'Inclusive' })),
  firedTo: Type.Optional(Type.String({ maxLength: 40, description: 'Exclusive' })),
  ...paging,
})
export const Acknowledgement = strict(
  { comment: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })) },
  { $id: 'Acknowledgement' },
)
const ShelvingRequest = strict({ until: MomentInput, reason: Shelving.properties.reason }, { $id: 'Shelving' })
const Reset = strict({ note: Type.String({ minLength: 1, maxLength: 2000 }) }, { $id: 'FaultReset' })
const one = { tags: ['faults'], params: IdPath, response: { 200: FaultView } }

/** Faults as they stand, and what people say to them. None of it touches the equipment. */
export function faultRoutes(app: Api, { faults }: { faults: FaultVerbs }): void {
  const find = async (actor: Actor, id: string): Promise<Fault> => mustSee(actor, await faults.get(id))

  app.get(
    '/api/faults',
    { schema: { tags: ['faults'], querystring: Filter, response: { 200: PageOf(FaultView) } } },
    async request => {
      const { firedFrom, firedTo, ...query } = request.query
      const fired = {
        ...(firedFrom !== undefined && { firedFrom: toMillis('firedFrom', firedFrom) }),
        ...(firedTo !== undefined && { firedTo: toMillis('firedTo', firedTo) }),
      }
      return toWire(await faults.list({ ...query, ...fired, sites: actorOf(request).sites }))
    },
  )

  app.get('/api/faults/:id', { schema: one }, async request => toWire(await find(actorOf(request), request.params.id)))

  app.post('/api/faults/:id/acknowledge', { schema: { ...one, body: Acknowledgement } }, async request => {
    const actor = actorOf(request)
    const { id } = await find(actor, request.params.id)
    return toWire(await faults.acknowledge(id, actor, request.body.comment))
  })

  app.post('/api/faults/:id/shelve', { schema: { ...one, body: ShelvingRequest } }, async request => {
    const actor = actorOf(request)
    const { id } = await find(actor, request.params.id)
    const { until, reason } = request.body
    return toWire(await faults.shelve(id, actor, { until: toMillis('until', until), reason }))
  })

  app.post('/api/faults/:id/unshelve', { schema: one }, async request =>
    toWire(await faults.unshelve(request.params.id, actorOf(request))),
  )

  app.get(
    '/api/faults/:id/history',
    { schema: { tags: ['faults'], params: IdPath, response: { 200: FaultHistoryView } } },
    async request => ({ items: toWire(await faults.history(request.params.id, actorOf(request))) }),
  )

  app.post('/api/faults/:id/reset', { schema: { ...one, body: Reset } }, async request => {
    const actor = actorOf(request)
    const { id } = await find(actor, request.params.id)
    return toWire(await faults.reset(id, actor, request.body.note))
  })
}
