import { Type } from 'typebox'
import { Id } from '#domain/id.ts'
import { KitChange } from '#domain/partForms.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { ListOf, strict } from '../views/common.ts'
import { KitView } from '../views/stock.ts'

const KitPath = Type.Object({ class: Id, faultCode: Type.String({ pattern: '^[A-Z0-9-]{1,64}$' }) })

/** Which parts the repair of a fault takes; the catalogue's until somebody changes them. */
export function kitRoutes(app: Api, { kits }: Pick<MaintenanceVerbs, 'kits'>): void {
  app.get(
    '/api/kits',
    {
      schema: {
        tags: ['parts'],
        description: 'One kit for each fault of the class',
        querystring: strict({ class: Id }),
        response: { 200: ListOf(KitView) },
      },
    },
    async request => ({ items: toWire(await kits.list(request.query.class)) }),
  )

  app.get(
    '/api/kits/:class/:faultCode',
    { schema: { tags: ['parts'], params: KitPath, response: { 200: KitView } } },
    async request => toWire(await kits.get(request.params.class, request.params.faultCode)),
  )

  app.get(
    '/api/kits/:class/:faultCode/history',
    { schema: { tags: ['parts'], params: KitPath, response: { 200: ListOf(KitView) } } },
    async request => ({ items: toWire(await kits.history(request.params.class, request.params.faultCode)) }),
  )

  app.put(
    '/api/kits/:class/:faultCode',
    { schema: { tags: ['parts'], params: KitPath, body: KitChange, response: { 200: KitView } } },
    async request => toWire(await kits.change({ ...request.params, ...request.body }, actorOf(request))),
  )
}
