import { SYSTEM } from '#domain/people.ts'
import type { PartsPolicy } from '#domain/servicePolicy.ts'
import type { Millis } from '#domain/time.ts'
import { addToTimeline, type Trx } from '../tickets/lockTicket.ts'
import { alternatesOf } from './alternates.ts'
import { coverWaiting, fillShortages } from './fillShortages.ts'
import type { PartTaker } from './nearestStores.ts'
import { addReservation, mergeNeeds, type PartNeed, reserveFree } from './reservations.ts'
import { requestPurchase } from './shortageOrders.ts'
import { takePlanned } from './takePlanned.ts'

/** What reserving changed beyond the ticket itself. */
export interface Reserved {
  short: PartNeed[]
  /** Every part whose numbers moved. */
  parts: string[]
  /** Planned tickets that gave a part, and tickets that got one by it. */
  tickets: string[]
}

/** @returns the number of the part that now stands in */
async function reserveAlternate(trx: Trx, taker: PartTaker, need: PartNeed, at: Millis): Promise<string | undefined> {
  for (const partNo of await alternatesOf(trx, need.partNo)) {
    if (!(await reserveFree(trx, taker, { ...need, partNo, insteadOf: need.partNo }, at))) continue
    await coverWaiting(trx, partNo, at)
    const detail = { partNo, quantity: need.quantity, insteadOf: need.partNo }
    await addToTimeline(trx, taker, [{ at, by: SYSTEM.username, event: 'partSubstituted', detail }])
    return partNo
  }
  return undefined
}

async function reserveOne(
  trx: Trx,
  taker: PartTaker,
  need: PartNeed,
  policy: PartsPolicy,
  at: Millis,
): Promise<Reserved> {
  const { partNo, quantity } = need
  if (await reserveFree(trx, taker, need, at)) {
    await coverWaiting(trx, partNo, at)
    return { short: [], parts: [partNo], tickets: [] }
  }
  const alternate = await reserveAlternate(trx, taker, need, at)
  if (alternate) return { short: [], parts: [partNo, alternate], tickets: [] }
  const { served, given } = await takePlanned(trx, taker, need, policy, at)
  if (!served) await addReservation(trx, taker.id, { partNo, quantity, status: 'short', at })
  const filled = given.length > 0 ? await fillShortages(trx, partNo, at) : []
  return { short: served ? [] : [need], parts: [partNo], tickets: [...new Set([...given, ...filled])] }
}

/**
 * Reserves parts for a held ticket: all of a part's quantity (`reserved`), from the nearest stores, else of a part that
 * stands in for it, else from planned work that is less urgent; or none (`short`, with a purchase request).
 */
export async function reserveParts(
  trx: Trx,
  taker: PartTaker,
  needs: readonly PartNeed[],
  policy: PartsPolicy,
  at: Millis,
): Promise<Reserved> {
  const all: Reserved = { short: [], parts: [], tickets: [] }
  for (const need of mergeNeeds(needs)) {
    const { short, parts, tickets } = await reserveOne(trx, taker, need, policy, at)
    all.short.push(...short)
    all.parts.push(...parts)
    all.tickets.push(...tickets)
  }
  for (const need of all.short) await requestPurchase(trx, taker.id, need, at)
  return { short: all.short, parts: [...new Set(all.parts)], tickets: [...new Set(all.tickets)] }
}
