import { Type } from 'typebox'
import type { StockTransfer } from '#domain/parts.ts'
import type { Actor } from '#domain/people.ts'
import { Arrival, NewTransfer } from '#domain/stockForms.ts'
import { toWire } from '#domain/wire.ts'
import { transfersAsSeen } from '../asSeen/stock.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { Id, IdPath, PageOf, PartNo, paging, strict } from '../views/common.ts'
import { StockTransferView } from '../views/stock.ts'
import { ExpectedAt, withExpectedAt } from './expectedAt.ts'

const Filter = strict({
  partNo: Type.Optional(PartNo),
  store: Type.Optional(Id),
  open: Type.Optional(Type.Boolean({ description: 'Only what is still on its way, or only what is not' })),
  ...paging,
})

const Sending = strict({ ...NewTransfer.properties, expectedAt: ExpectedAt }, { $id: 'NewTransfer' })

type Needs = Pick<MaintenanceVerbs, 'transfers' | 'stores' | 'technicians' | 'tickets'>

/** Parts that leave one store now and arrive at another later. */
export function transferRoutes(app: Api, needs: Needs): void {
  const { transfers } = needs
  const asSeen = async (actor: Actor, transfer: Promise<StockTransfer>) =>
    toWire((await transfersAsSeen(needs, actor, [await transfer]))[0] as StockTransfer)
  app.get(
    '/api/stock-transfers',
    { schema: { tags: ['parts'], querystring: Filter, response: { 200: PageOf(StockTransferView) } } },
    async request => {
      const page = await transfers.list(request.query)
      return toWire({ ...page, items: await transfersAsSeen(needs, actorOf(request), page.items) })
    },
  )

  app.post(
    '/api/stock-transfers',
    {
      schema: {
        tags: ['parts'],
        description: 'Sends parts: they leave one store, and are incoming at the other until they arrive',
        body: Sending,
        response: { 201: StockTransferView },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      return reply.status(201).send(await asSeen(actor, transfers.send(withExpectedAt(request.body), actor)))
    },
  )

  app.post(
    '/api/stock-transfers/:id/arrivals',
    {
      schema: {
        tags: ['parts'],
        description: 'Some or all of it arrived, came back or was lost; `toCome` is what the person saw',
        params: IdPath,
        body: Arrival,
        response: { 200: StockTransferView },
      },
    },
    async request => {
      const actor = actorOf(request)
      return await asSeen(actor, transfers.arrive(request.params.id, request.body, actor))
    },
  )
}
