import { sql } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import { CodedError } from '#domain/errors.ts'
import type { Page, PageQuery } from '#domain/page.ts'
import type { MovementKind, StockMovement } from '#domain/parts.ts'
import type { Actor } from '#domain/people.ts'
import type { StockMove } from '#domain/stockForms.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { fillShortages } from './fillShortages.ts'
import { checkQuantity, exact, lockPart, type MovementLine, post, toThousandth } from './ledger.ts'
import { needStore } from './stores.ts'

export interface MovementQuery extends PageQuery {
  store?: string | undefined
  kind?: MovementKind | undefined
}

/** A count is what lies there; the line is the difference. @throws CodedError STALE_VERSION when something moved since `seen` */
async function counted(trx: Trx, partNo: string, { store, quantity, seen }: StockMove): Promise<number> {
  const row = await trx
    .selectFrom('stock')
    .select(['on_hand', 'reserved'])
    .where('part_no', '=', partNo)
    .where('store', '=', store)
    .executeTakeFirst()
  const { on_hand: onHand = 0, reserved = 0 } = row ?? {}
  if (seen !== undefined && toThousandth(seen - onHand) !== 0)
    throw new CodedError('STALE_VERSION', { partNo, store, onHand, reserved })
  return toThousandth(quantity - onHand)
}

/** What a ticket gave back it no longer has. @throws CodedError BAD_QUANTITY when it was not issued that much */
async function takeBack(trx: Trx, ticket: string, partNo: string, quantity: number): Promise<void> {
  const issued = await trx
    .selectFrom('reservation')
    .select(['store', 'quantity'])
    .where('ticket', '=', ticket)
    .where('part_no', '=', partNo)
    .where('status', '=', 'issued')
    .orderBy('quantity', 'desc')
    .executeTakeFirst()
  if (!issued || issued.quantity < quantity)
    throw new CodedError('BAD_QUANTITY', { partNo, quantity, issued: issued?.quantity ?? 0 })
  const same = { ticket, part_no: partNo, status: 'issued' as const, store: issued.store }
  if (issued.quantity === quantity)
    await trx
      .deleteFrom('reservation')
      .where(eb => eb.and(same))
      .execute()
  else
    await trx
      .updateTable('reservation')
      .set({ quantity: exact(sql`quantity - ${quantity}`) })
      .where(eb => eb.and(same))
      .execute()
}

async function linesOf(trx: Trx, partNo: string, move: StockMove): Promise<MovementLine[]> {
  const { kind, store, quantity, ticket, reason } = move
  const about = { store, kind, ...(ticket && { ticket }), ...(reason && { reason }) }
  if (kind === 'count') return [{ ...about, onHand: await counted(trx, partNo, move) }]
  if (kind === 'receive' || kind === 'return') return [{ ...about, onHand: quantity }]
  if (kind !== 'transfer') return [{ ...about, onHand: -quantity }]
  if (move.to === undefined || move.to === store) throw new CodedError('BAD_REQUEST', { to: 'another store is needed' })
  await needStore(trx, move.to)
  return [
    { ...about, onHand: -quantity },
    { ...about, store: move.to, onHand: quantity },
  ]
}

/** Moves stock of one part, and serves the tickets that wait. The caller logs `tickets`. */
export async function moveStock(
  trx: Trx,
  partNo: string,
  move: StockMove,
  { at, by }: { at: Millis; by: string },
): Promise<string[]> {
  const part = await lockPart(trx, partNo)
  if (move.kind !== 'count' || move.quantity !== 0) checkQuantity(part, move.quantity)
  if (move.kind === 'scrap' && move.reason === undefined)
    throw new CodedError('BAD_REQUEST', { reason: 'what is scrapped has a reason' })
  await needStore(trx, move.store)
  if (move.kind === 'return' && move.ticket !== undefined) await takeBack(trx, move.ticket, partNo, move.quantity)
  await post(trx, partNo, await linesOf(trx, partNo, move), { at, by })
  if (part.counted === 0) await trx.updateTable('part').set({ counted: 1 }).where('part_no', '=', partNo).execute()
  const tickets = await fillShortages(trx, partNo, at)
  return move.ticket === undefined ? tickets : [...new Set([...tickets, move.ticket])]
}

/** @throws CodedError UNKNOWN_PART, UNKNOWN_STORE, STALE_VERSION, BAD_QUANTITY, NOT_ENOUGH_STOCK, BAD_REQUEST */
export async function recordMove(
  { database, clock, log }: Workshop,
  partNo: string,
  move: StockMove,
  { username: by }: Actor,
): Promise<void> {
  const at = clock.now()
  await database.write(async trx => {
    const tickets = await moveStock(trx, partNo, move, { at, by })
    await logChanges(trx, 'parts', [partNo], at)
    await logChanges(trx, 'tickets', tickets, at)
  })
  log.info({ by, partNo, move }, 'stock moved')
}

/** A part's ledger, the last line first. */
export async function listMovements(
  { database: { db } }: Workshop,
  partNo: string,
  query: MovementQuery,
): Promise<Page<StockMovement>> {
  const size = pageSize(query)
  const after = cursorKey(query.cursor, [0] as const)
  const rows = await db
    .selectFrom('stock_movement')
    .selectAll()
    .where('part_no', '=', partNo)
    .$if(query.store !== undefined, q => q.where('store', '=', query.store ?? ''))
    .$if(query.kind !== undefined, q => q.where('kind', '=', query.kind ?? 'count'))
    .$if(after !== undefined, q => q.where('number', '<', after?.[0] ?? 0))
    .orderBy('number', 'desc')
    .limit(size + 1)
    .execute()
  const page = toPage(rows, size, row => [row.number])
  const items = page.items.map(
    ({ part_no, on_hand, in_transit, purchase_order, ticket, transfer, reason, ...row }) => ({
      ...row,
      partNo: part_no,
      onHand: on_hand,
      inTransit: in_transit,
      ...withoutNulls({ ticket, purchaseOrder: purchase_order, transfer, reason }),
    }),
  )
  return { ...page, items }
}
