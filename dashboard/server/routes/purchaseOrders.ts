import { Type } from 'typebox'
import { PURCHASE_STATUSES, type PurchaseOrder } from '#domain/parts.ts'
import type { Actor } from '#domain/people.ts'
import { NewPurchaseOrder, PurchaseOrderChange, Receipt } from '#domain/purchaseForms.ts'
import { toWire } from '#domain/wire.ts'
import { ordersAsSeen } from '../asSeen/stock.ts'
import { seenTickets } from '../asSeen/tickets.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { Id, IdPath, PageOf, PartNo, paging, strict } from '../views/common.ts'
import { PurchaseOrderView } from '../views/stores.ts'
import { ExpectedAt, withExpectedAt } from './expectedAt.ts'
import { mustSee } from './scope.ts'

const Filter = strict({
  status: Type.Optional(Type.Enum([...PURCHASE_STATUSES])),
  open: Type.Optional(Type.Boolean({ description: 'Only what may still come, or only what may not' })),
  partNo: Type.Optional(PartNo),
  ticket: Type.Optional(Id),
  ...paging,
})
const NewOrder = strict({ ...NewPurchaseOrder.properties, expectedAt: ExpectedAt }, { $id: 'NewPurchaseOrder' })
const OrderChange = strict(
  { ...PurchaseOrderChange.properties, expectedAt: ExpectedAt },
  { $id: 'PurchaseOrderChange' },
)

/** What has been asked for, ordered and received; one store for all sites. */
export function purchaseOrderRoutes(
  app: Api,
  { purchaseOrders, tickets }: Pick<MaintenanceVerbs, 'purchaseOrders' | 'tickets'>,
): void {
  const asSeen = async (actor: Actor, order: Promise<PurchaseOrder>) =>
    toWire((await ordersAsSeen({ tickets }, actor, [await order]))[0] as PurchaseOrder)
  app.get(
    '/api/purchase-orders',
    { schema: { tags: ['parts'], querystring: Filter, response: { 200: PageOf(PurchaseOrderView) } } },
    async request => {
      const actor = actorOf(request)
      const { ticket } = request.query
      if (ticket !== undefined && !(await seenTickets(tickets, actor, [ticket]))(ticket)) return { items: [] }
      const page = await purchaseOrders.list(request.query)
      return toWire({ ...page, items: await ordersAsSeen({ tickets }, actor, page.items) })
    },
  )

  app.post(
    '/api/purchase-orders',
    { schema: { tags: ['parts'], body: NewOrder, response: { 201: PurchaseOrderView } } },
    async (request, reply) => {
      const actor = actorOf(request)
      const { ticket } = request.body
      if (ticket !== undefined) mustSee(actor, await tickets.get(ticket))
      return reply.status(201).send(await asSeen(actor, purchaseOrders.add(withExpectedAt(request.body), actor)))
    },
  )

  app.patch(
    '/api/purchase-orders/:id',
    { schema: { tags: ['parts'], params: IdPath, body: OrderChange, response: { 200: PurchaseOrderView } } },
    async request => {
      const actor = actorOf(request)
      return await asSeen(actor, purchaseOrders.change(request.params.id, withExpectedAt(request.body), actor))
    },
  )

  app.post(
    '/api/purchase-orders/:id/receipts',
    { schema: { tags: ['parts'], params: IdPath, body: Receipt, response: { 200: PurchaseOrderView } } },
    async request => {
      const actor = actorOf(request)
      return await asSeen(actor, purchaseOrders.receive(request.params.id, request.body, actor))
    },
  )
}
