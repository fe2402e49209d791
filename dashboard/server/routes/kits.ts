import { Type } from 'typebox'
import { Id } from '#domain/id.ts'
import { KitChange } from '#domain/partForms.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { ListOf, PartNo, strict } from '../views/common.ts'
import { KitView } from '../views/stock.ts'

const Model = Type.Optional(
  Type.String({ minLength: 1, maxLength: 200, description: 'Of this model; left out, of the class' }),
)
const OfModel = strict({ model: Model })
const KitPath = Type.Object({ class: Id, faultCode: Type.String({ pattern: '^[A-Z0-9-]{1,64}$' }) })

/** Which parts the repair of a fault takes; a model's own before its class's, the catalogue's until somebody changes them. */
export function kitRoutes(app: Api, { kits }: Pick<MaintenanceVerbs, 'kits'>): void {
  app.get(
    '/api/kits',
    {
      schema: {
        tags: ['parts'],
        description: 'One kit for each fault of the class, or as it holds for one of its models',
        querystring: strict({ class: Id, model: Model }),
        response: { 200: ListOf(KitView) },
      },
    },
    async request => ({ items: toWire(await kits.list(request.query.class, request.query.model)) }),
  )

  app.get(
    '/api/parts/:partNo/kits',
    {
      schema: {
        tags: ['parts'],
        description: 'The kits that take the part: of classes, and of models that have their own',
        params: Type.Object({ partNo: PartNo }),
        response: { 200: ListOf(KitView) },
      },
    },
    async request => ({ items: toWire(await kits.taking(request.params.partNo)) }),
  )

  app.get(
    '/api/kits/:class/:faultCode',
    { schema: { tags: ['parts'], params: KitPath, querystring: OfModel, response: { 200: KitView } } },
    async request => toWire(await kits.get({ ...request.params, ...request.query })),
  )

  app.get(
    '/api/kits/:class/:faultCode/history',
    { schema: { tags: ['parts'], params: KitPath, querystring: OfModel, response: { 200: ListOf(KitView) } } },
    async request => ({ items: toWire(await kits.history({ ...request.params, ...request.query })) }),
  )

  app.put(
    '/api/kits/:class/:faultCode',
    { schema: { tags: ['parts'], params: KitPath, querystring: OfModel, body: KitChange, response: { 200: KitView } } },
    async request =>
      toWire(await kits.change({ ...request.params, ...request.query, ...request.body }, actorOf(request))),
  )
}
