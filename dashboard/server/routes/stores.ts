import { CodedError } from '#domain/errors.ts'
import { MAIN_STORE, type Store } from '#domain/parts.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import { NewStore, StoreChange } from '#domain/stockForms.ts'
import { toWire } from '#domain/wire.ts'
import { sharedStores, storesAsSeen } from '../asSeen/stock.ts'
import { seesTechnician } from '../asSeen/technicians.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { IdPath, ListOf } from '../views/common.ts'
import { StockDifferenceView, StoreView } from '../views/stock.ts'

type Needs = Pick<MaintenanceVerbs, 'stores' | 'parts' | 'technicians' | 'tickets'>

/** A store is given to a site and to a person that the actor sees. */
async function ownPlace({ technicians }: Needs, actor: Actor, { site, technician }: StoreChange): Promise<void> {
  if (site !== undefined && !seesSite(actor, site)) throw new CodedError('UNKNOWN_SITE', { site })
  const found = technician === undefined ? undefined : await technicians.get(technician)
  if (found && !seesTechnician(actor, found)) throw new CodedError('UNKNOWN_TECHNICIAN', { technician })
}

/** The main store is every site's: who is limited to some takes from it, but does not change it. */
async function refuseForeign(needs: Needs, actor: Actor, store: string): Promise<void> {
  const isForeign = store === MAIN_STORE ? actor.sites.length > 0 : !(await sharedStores(needs, actor))(store)
  if (isForeign) throw new CodedError('FORBIDDEN', { store })
}

/** The places that hold parts: the main store, sites' own, technicians' vans. */
export function storeRoutes(app: Api, needs: Needs): void {
  const { stores, parts } = needs
  const asSeen = async (actor: Actor, store: Promise<Store>) =>
    toWire((await storesAsSeen(needs, actor, [await store]))[0] as Store)
  app.get('/api/stores', { schema: { tags: ['parts'], response: { 200: ListOf(StoreView) } } }, async request => ({
    items: toWire(await storesAsSeen(needs, actorOf(request), await stores.list())),
  }))

  app.post(
    '/api/stores',
    { schema: { tags: ['parts'], body: NewStore, response: { 201: StoreView } } },
    async (request, reply) => {
      const actor = actorOf(request)
      await ownPlace(needs, actor, request.body)
      return reply.status(201).send(await asSeen(actor, stores.add(request.body, actor)))
    },
  )

  app.patch(
    '/api/stores/:id',
    { schema: { tags: ['parts'], params: IdPath, body: StoreChange, response: { 200: StoreView } } },
    async request => {
      const actor = actorOf(request)
      await ownPlace(needs, actor, request.body)
      await refuseForeign(needs, actor, request.params.id)
      return await asSeen(actor, stores.change(request.params.id, request.body, actor))
    },
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
