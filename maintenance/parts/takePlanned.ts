import { SYSTEM } from '#domain/people.ts'
import type { PartsPolicy } from '#domain/servicePolicy.ts'
import { NOT_SET_OUT } from '#domain/ticketStages.ts'
import type { Priority } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { addToTimeline, lockTicket, type Trx } from '../tickets/lockTicket.ts'
import { lockPart, post, total } from './ledger.ts'
import { freeNear, type PartTaker } from './nearestStores.ts'
import { addReservation, dropReservations, type PartNeed, reserveFree } from './reservations.ts'
import { requestPurchase } from './shortageOrders.ts'

/**
 * What planned and advisory tickets on which nobody has set out hold of a part within the taker's reach, the least urgent
 * and youngest first.
 */
async function plannedHolders(trx: Trx, { technician }: PartTaker, partNo: string, givers: readonly Priority[]) {
  if (givers.length === 0) return []
  const rows = await trx
    .selectFrom('reservation')
    .innerJoin('ticket', 'ticket.id', 'reservation.ticket')
    .innerJoin('store', 'store.id', 'reservation.store')
    .select(['ticket.id', 'reservation.quantity'])
    .where('reservation.part_no', '=', partNo)
    .where('reservation.status', '=', 'reserved')
    .where('ticket.priority', 'in', givers)
    .where('ticket.status', 'in', NOT_SET_OUT)
    .where(eb => eb.or([eb('store.kind', '<>', 'van'), eb('store.technician', '=', technician ?? '')]))
    .orderBy('ticket.priority', 'desc')
    .orderBy('ticket.opened_at', 'desc')
    .orderBy('ticket.id', 'desc')
    .execute()
  const held = new Map<string, number>()
  for (const { id, quantity } of rows) held.set(id, total([held.get(id) ?? 0, quantity]))
  return [...held].map(([ticket, quantity]) => ({ ticket, quantity }))
}

/** Gives a planned ticket's reservation back to the stores and queues the ticket again, where it stood in the queue. */
async function giveUp(trx: Trx, id: string, taker: PartTaker, partNo: string, at: Millis): Promise<boolean> {
  const giver = await lockTicket(trx, id)
  if (!giver || !NOT_SET_OUT.includes(giver.status)) return false
  const rows = await dropReservations(trx, id, partNo, 'reserved')
  if (rows.length === 0) return false
  const lines = rows.map(({ store, quantity }) => ({
    ...{ store, kind: 'release' as const, reserved: -quantity, ticket: id, reason: taker.id },
  }))
  await post(trx, partNo, lines, { at, by: SYSTEM.username })
  const quantity = total(rows.map(row => row.quantity))
  const since = Math.min(...rows.map(row => row.created_at))
  await addReservation(trx, id, { partNo, quantity, status: 'short', at: since })
  const detail = { partNo, quantity, ticket: taker.id }
  await addToTimeline(trx, giver, [{ at, by: SYSTEM.username, event: 'partTaken', detail }])
  await requestPurchase(trx, id, { partNo, quantity }, at)
  return true
}

/**
 * Serves an urgent held ticket from what planned work has reserved and not been issued.
 * @returns the tickets that gave; empty when that would not have been enough, and then nothing has changed
 */
export async function takePlanned(
  trx: Trx,
  taker: PartTaker,
  need: PartNeed,
  { takers, givers }: PartsPolicy,
  at: Millis,
): Promise<{ served: boolean; given: string[] }> {
  const nothing = { served: false, given: [] }
  if (!takers.includes(taker.priority)) return nothing
  await lockPart(trx, need.partNo)
  const holders = await plannedHolders(trx, taker, need.partNo, givers)
  let reach = total((await freeNear(trx, taker, need.partNo)).map(({ free }) => free))
  const wanted: string[] = []
  for (const { ticket, quantity } of holders) {
    if (reach >= need.quantity) break
    wanted.push(ticket)
    reach = total([reach, quantity])
  }
  if (reach < need.quantity) return nothing
  const given: string[] = []
  for (const id of wanted) if (await giveUp(trx, id, taker, need.partNo, at)) given.push(id)
  const served = await reserveFree(trx, taker, need, at)
  const lines = given.map(ticket => ({ at, by: SYSTEM.username, event: 'partTakenOver', detail: { ...need, ticket } }))
  await addToTimeline(trx, taker, lines)
  return { served, given }
}
