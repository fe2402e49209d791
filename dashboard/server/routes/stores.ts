import { NewStore, StoreChange } from '#domain/stockForms.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { IdPath, ListOf } from '../views/common.ts'
import { StockDifferenceView, StoreView } from '../views/stock.ts'

/** The places that hold parts: the main store, sites' own, technicians' vans. */
export function storeRoutes(app: Api, { stores, parts }: Pick<MaintenanceVerbs, 'stores' | 'parts'>): void {
  app.get('/api/stores', { schema: { tags: ['parts'], response: { 200: ListOf(StoreView) } } }, async () => ({
    items: toWire(await stores.list()),
  }))

  app.post(
    '/api/stores',
    { schema: { tags: ['parts'], body: NewStore, response: { 201: StoreView } } },
    async (request, reply) => reply.status(201).send(toWire(await stores.add(request.body, actorOf(request)))),
  )

  app.patch(
    '/api/stores/:id',
    { schema: { tags: ['parts'], params: IdPath, body: StoreChange, response: { 200: StoreView } } },
    async request => toWire(await stores.change(request.params.id, request.body, actorOf(request))),
  )

  app.get(
    '/api/stock-audit',
    {
      schema: {
        tags: ['parts'],
        description: 'Balances that differ from their ledger or their reservations; empty while all is well',
        response: { 200: ListOf(StockDifferenceView) },
      },
    },
    async () => ({ items: await parts.audit() }),
  )
}
