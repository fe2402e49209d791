import { MAIN_STORE, type PurchaseOrder, type StockMovement, type StockTransfer, type Store } from '#domain/parts.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { seesTechnician } from './technicians.ts'
import { seenTickets, seesTicket } from './tickets.ts'

/**
 * Stock is shared by all sites: everybody may know what lies where and what is held, on its way and ordered. For which ticket
 * of another site, by whom and why, is told only to who sees that site.
 */
type Needs = Pick<MaintenanceVerbs, 'stores' | 'technicians' | 'tickets'>

/** Which stores are an actor's too: those of the own sites and of their people's vans; the main store is everybody's. */
export async function sharedStores({ stores, technicians }: Needs, actor: Actor): Promise<(store: string) => boolean> {
  if (actor.sites.length === 0) return () => true
  const people = new Map((await technicians.list({})).map(one => [one.id, seesTechnician(actor, one)]))
  const shares = ({ id, site, technician }: Store) =>
    id === MAIN_STORE ||
    ((site === undefined || seesSite(actor, site)) && (technician === undefined || people.get(technician) === true))
  const all = new Map((await stores.list()).map(store => [store.id, shares(store)]))
  return store => all.get(store) === true
}

/** Stores without the site or technician that is not seen. */
export async function storesAsSeen(needs: Needs, actor: Actor, stores: readonly Store[]): Promise<Store[]> {
  const shares = await sharedStores(needs, actor)
  return stores.map(store => {
    const { site: _, technician: __, ...shown } = store
    return shares(store.id) ? store : shown
  })
}

export async function ordersAsSeen(
  { tickets }: Pick<Needs, 'tickets'>,
  actor: Actor,
  orders: readonly PurchaseOrder[],
): Promise<PurchaseOrder[]> {
  const sees = await seenTickets(
    tickets,
    actor,
    orders.flatMap(({ ticket = [] }) => ticket),
  )
  return orders.map(order => {
    const { ticket, ...shown } = order
    return ticket === undefined || sees(ticket) ? order : shown
  })
}

export async function movementsAsSeen(
  needs: Needs,
  actor: Actor,
  lines: readonly StockMovement[],
): Promise<StockMovement[]> {
  if (actor.sites.length === 0) return [...lines]
  const shares = await sharedStores(needs, actor)
  // What planned work gave up says as its reason which ticket it was given to.
  const named = lines.flatMap(({ ticket = [], reason = [] }) => [ticket, reason].flat())
  const sites = await needs.tickets.sites(named)
  const sees = seesTicket(actor, sites)
  return lines.map(line => {
    const { reason, ...withoutReason } = line
    const { ticket, by: _, ...shown } = withoutReason
    if (ticket === undefined ? !shares(line.store) : !sees(ticket)) return shown
    return reason !== undefined && sites.has(reason) && !sees(reason) ? withoutReason : line
  })
}

export async function transfersAsSeen(
  needs: Needs,
  actor: Actor,
  transfers: readonly StockTransfer[],
): Promise<StockTransfer[]> {
  const shares = await sharedStores(needs, actor)
  return transfers.map(transfer => {
    const { reason: _, sentBy: __, ...shown } = transfer
    return shares(transfer.from) || shares(transfer.to) ? transfer : shown
  })
}
