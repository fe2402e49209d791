import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { fillShortages } from './fillShortages.ts'
import { checkQuantity, lockPart, type MovementLine, post, toThousandth, total } from './ledger.ts'
import { freeNear, type PartTaker, split } from './nearestStores.ts'
import {
  addReservation,
  dropReservations,
  mergeNeeds,
  openReservations,
  type PartNeed,
  type ReservationRow,
} from './reservations.ts'
import { withdrawRequests } from './shortageOrders.ts'

/** What settling changed: parts whose numbers moved, and other tickets that got or lost a part by it. */
export interface Settled {
  parts: string[]
  tickets: string[]
}

type Ending = Pick<Actor, 'username'> & { at: Millis }

/** What is used of each store's reservation, what goes back, and what has to come from free stock. */
function divide(held: readonly ReservationRow[], quantity: number) {
  let left = quantity
  const shares = held.map(({ store, quantity: kept }) => {
    const used = Math.min(kept, left)
    left = toThousandth(left - used)
    return { store, used, back: toThousandth(kept - used) }
  })
  return { shares, more: left }
}

async function freeFor(trx: Trx, taker: PartTaker, { partNo, quantity }: PartNeed) {
  const near = await freeNear(trx, taker, partNo)
  const taken = split(near, quantity)
  if (taken) return taken
  throw new CodedError('NOT_ENOUGH_STOCK', { partNo, quantity, available: total(near.map(({ free }) => free)) })
}

/** Books the use of a part: first what the ticket holds, beyond that free stock nearby. */
async function issue(trx: Trx, taker: PartTaker, used: PartNeed, { username: by, at }: Ending): Promise<void> {
  const { partNo, quantity } = used
  checkQuantity(await lockPart(trx, partNo), quantity)
  const held = await dropReservations(trx, taker.id, partNo, 'reserved')
  const { shares, more } = divide(held, quantity)
  const free = more > 0 ? await freeFor(trx, taker, { partNo, quantity: more }) : []
  const ticket = taker.id
  const lines: MovementLine[] = [
    ...shares
      .filter(s => s.used > 0)
      .map(s => ({ store: s.store, kind: 'issue' as const, onHand: -s.used, reserved: -s.used, ticket })),
    ...shares
      .filter(s => s.back > 0)
      .map(s => ({ store: s.store, kind: 'release' as const, reserved: -s.back, ticket })),
    ...free.map(f => ({ store: f.store, kind: 'issue' as const, onHand: -f.quantity, ticket })),
  ]
  await post(trx, partNo, lines, { at, by })
  for (const { store, kind, onHand = 0, reserved = 0 } of lines)
    await addReservation(trx, ticket, {
      ...{ partNo, at, store },
      ...(kind === 'issue'
        ? { quantity: -onHand, status: 'issued' as const }
        : { quantity: -reserved, status: 'released' as const }),
    })
}

async function release(trx: Trx, ticket: string, row: ReservationRow, { username: by, at }: Ending): Promise<void> {
  const { part_no: partNo, store, quantity, status } = row
  if (status === 'reserved') {
    await lockPart(trx, partNo)
    await post(trx, partNo, [{ store, kind: 'release', reserved: -quantity, ticket }], { at, by })
  }
  if (status === 'short') await withdrawRequests(trx, ticket, partNo)
  await addReservation(trx, ticket, { partNo, quantity, status: 'released', at, store })
}

/**
 * Ends what a held ticket reserves: what was used is issued, the rest goes back and serves the tickets that wait.
 * @throws CodedError NOT_ENOUGH_STOCK, UNKNOWN_PART, BAD_QUANTITY
 */
export async function settleParts(
  trx: Trx,
  taker: PartTaker,
  partsUsed: readonly PartNeed[],
  ending: Ending,
): Promise<Settled> {
  const used = mergeNeeds(partsUsed)
  for (const need of used) await issue(trx, taker, need, ending)
  const open = await openReservations(trx, taker.id)
  for (const { part_no: partNo, status } of open)
    if (status === 'short' || status === 'reserved') await dropReservations(trx, taker.id, partNo, status)
  for (const row of open) await release(trx, taker.id, row, ending)
  const parts = [...new Set([...used.map(u => u.partNo), ...open.map(o => o.part_no)])].sort()
  const tickets: string[] = []
  for (const partNo of parts) tickets.push(...(await fillShortages(trx, partNo, ending.at)))
  return { parts, tickets }
}
