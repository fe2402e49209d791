import { sql } from 'kysely'
import { CodedError } from '#domain/errors.ts'
import type { Millis } from '#domain/time.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { fillShortages } from './fillShortages.ts'
import {
  addReservation,
  dropReservation,
  exact,
  mergeNeeds,
  openReservations,
  type PartNeed,
  toThousandth,
} from './reservations.ts'

/** What settling changed: parts whose numbers moved, and other tickets that got a part by it. */
export interface Settled {
  parts: string[]
  tickets: string[]
}

async function refuseUse(trx: Trx, { partNo, quantity }: PartNeed): Promise<never> {
  const part = await trx.selectFrom('part').selectAll().where('part_no', '=', partNo).executeTakeFirst()
  if (!part) throw new CodedError('UNKNOWN_PART', { partNo })
  const { on_hand: onHand, reserved } = part
  throw new CodedError('NOT_ENOUGH_STOCK', { partNo, quantity, onHand, reserved })
}

/** Books the use of a part: first what the ticket holds, beyond that free stock. */
async function issue(trx: Trx, ticket: string, used: PartNeed, at: Millis): Promise<void> {
  const { partNo, quantity } = used
  const held = await dropReservation(trx, ticket, partNo, 'reserved')
  const { numUpdatedRows } = await trx
    .updateTable('part')
    .set({ on_hand: exact(sql`on_hand - ${quantity}`), reserved: exact(sql`reserved - ${held}`) })
    .where('part_no', '=', partNo)
    .where(sql<boolean>`${exact(sql`on_hand - ${quantity}`)} >= ${exact(sql`reserved - ${held}`)}`)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) await refuseUse(trx, used)
  await addReservation(trx, ticket, used, 'issued', at)
  const back = toThousandth(held - quantity)
  if (back > 0) await addReservation(trx, ticket, { partNo, quantity: back }, 'released', at)
}

async function release(trx: Trx, ticket: string, need: PartNeed & { status: 'reserved' | 'short' }, at: Millis) {
  const { partNo, quantity, status } = need
  await dropReservation(trx, ticket, partNo, status)
  await addReservation(trx, ticket, { partNo, quantity }, 'released', at)
  if (status === 'short') return
  await trx
    .updateTable('part')
    .set({ reserved: exact(sql`reserved - ${quantity}`) })
    .where('part_no', '=', partNo)
    .execute()
}

/**
 * Ends what a held ticket reserves: what was used is issued, the rest goes back and serves the tickets that wait.
 * @throws CodedError NOT_ENOUGH_STOCK, UNKNOWN_PART
 */
export async function settleParts(
  trx: Trx,
  ticket: string,
  partsUsed: readonly PartNeed[],
  at: Millis,
): Promise<Settled> {
  const used = mergeNeeds(partsUsed)
  for (const need of used) await issue(trx, ticket, need, at)
  const open = await openReservations(trx, ticket)
  for (const need of open) await release(trx, ticket, need, at)
  const parts = [...new Set([...used, ...open].map(need => need.partNo))].sort()
  const tickets: string[] = []
  for (const partNo of parts) tickets.push(...(await fillShortages(trx, partNo, at)))
  return { parts, tickets }
}
