import { type Selectable, sql } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { ReservationStatus } from '#domain/parts.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { exact, lockPart, post, toThousandth } from './ledger.ts'
import { freeNear, type PartTaker, split } from './nearestStores.ts'

export interface PartNeed {
  partNo: string
  quantity: number
}

/** One line a part, in part order: every transaction takes parts in the same order. */
export function mergeNeeds(needs: readonly PartNeed[]): PartNeed[] {
  const merged = new Map<string, number>()
  for (const { partNo, quantity } of needs) merged.set(partNo, toThousandth((merged.get(partNo) ?? 0) + quantity))
  return [...merged].map(([partNo, quantity]) => ({ partNo, quantity })).sort((a, b) => (a.partNo < b.partNo ? -1 : 1))
}

interface ReservationLine extends PartNeed {
  status: ReservationStatus
  at: Millis
  store?: string
  insteadOf?: string | undefined
}

/** Adds to a ticket's reservation row of that part, status and store. */
export async function addReservation(trx: Trx, ticket: string, line: ReservationLine): Promise<void> {
  const { partNo, quantity, status, at, store = '', insteadOf = null } = line
  await trx
    .insertInto('reservation')
    .values({ ticket, part_no: partNo, quantity, status, created_at: at, store, instead_of: insteadOf })
    .onConflict(c =>
      c
        .columns(['ticket', 'part_no', 'status', 'store'])
        .doUpdateSet({ quantity: exact(sql`reservation.quantity + excluded.quantity`) }),
    )
    .execute()
}

/** Reserves all of a part's quantity for a held ticket, from the nearest stores; false when there is not enough. */
export async function reserveFree(
  trx: Trx,
  taker: PartTaker,
  { partNo, quantity, insteadOf }: PartNeed & { insteadOf?: string },
  at: Millis,
): Promise<boolean> {
  await lockPart(trx, partNo)
  const taken = split(await freeNear(trx, taker, partNo), quantity)
  if (!taken) return false
  const lines = taken.map(({ store, quantity: reserved }) => ({
    ...{ store, kind: 'reserve' as const, reserved, ticket: taker.id },
  }))
  await post(trx, partNo, lines, { at, by: SYSTEM.username })
  for (const { store, quantity: part } of taken)
    await addReservation(trx, taker.id, { partNo, quantity: part, status: 'reserved', at, store, insteadOf })
  return true
}

export type ReservationRow = Selectable<Tables['reservation']>

/** Takes a ticket's reservation rows of one part and status away and tells what they held. */
export async function dropReservations(
  trx: Trx,
  ticket: string,
  partNo: string,
  status: ReservationStatus,
): Promise<ReservationRow[]> {
  const rows = await trx
    .deleteFrom('reservation')
    .where('ticket', '=', ticket)
    .where('part_no', '=', partNo)
    .where('status', '=', status)
    .returningAll()
    .execute()
  return rows.sort((a, b) => (a.store < b.store ? -1 : 1))
}

/** What a ticket still holds or waits for. */
export async function openReservations(trx: Trx, ticket: string): Promise<ReservationRow[]> {
  return await trx
    .selectFrom('reservation')
    .selectAll()
    .where('ticket', '=', ticket)
    .where('status', 'in', ['reserved', 'short'])
    .orderBy('part_no')
    .orderBy('store')
    .execute()
}
