import { Type } from 'typebox'
import { Arrival, NewTransfer } from '#domain/stockForms.ts'
import { toWire } from '#domain/wire.ts'
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

/** Parts that leave one store now and arrive at another later. */
export function transferRoutes(app: Api, { transfers }: Pick<MaintenanceVerbs, 'transfers'>): void {
  app.get(
    '/api/stock-transfers',
    { schema: { tags: ['parts'], querystring: Filter, response: { 200: PageOf(StockTransferView) } } },
    async request => toWire(await transfers.list(request.query)),
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
    async (request, reply) =>
      reply.status(201).send(toWire(await transfers.send(withExpectedAt(request.body), actorOf(request)))),
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
    async request => toWire(await transfers.arrive(request.params.id, request.body, actorOf(request))),
  )
}
