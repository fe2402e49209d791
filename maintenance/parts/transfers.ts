import { logChanges, nextNumber } from '#database/changeLog.ts'
import { CodedError } from '#domain/errors.ts'
import type { Page, PageQuery } from '#domain/page.ts'
import type { StockTransfer } from '#domain/parts.ts'
import type { Actor } from '#domain/people.ts'
import type { Arrival, NewTransfer } from '#domain/stockForms.ts'
import type { Millis } from '#domain/time.ts'
import { addDays, dayAt, momentOf } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { arrive } from './arrive.ts'
import { checkQuantity, lockPart, post, toThousandth } from './ledger.ts'
import { needStore, type StoreRow } from './stores.ts'
import { toTransfer } from './transferRow.ts'

interface TransferQuery extends PageQuery {
  partNo?: string | undefined
  /** From it or to it. */
  store?: string | undefined
  /** Only what is still on its way, or only what is not. */
  open?: boolean | undefined
}

export interface Transfers {
  /** What was sent from store to store, the newest first. */
  list(query: TransferQuery): Promise<Page<StockTransfer>>
  /** Parts leave a store. @throws CodedError UNKNOWN_PART, UNKNOWN_STORE, BAD_QUANTITY, NOT_ENOUGH_STOCK, BAD_REQUEST */
  send(input: NewTransfer, actor: Actor): Promise<StockTransfer>
  /**
   * Some or all of them arrive, come back or are lost.
   * @throws CodedError NOT_FOUND, STALE_VERSION when somebody else told more meanwhile, BAD_QUANTITY for more than is to come, UNKNOWN_STORE, BAD_REQUEST
   */
  arrive(id: string, arrival: Arrival, actor: Actor): Promise<StockTransfer>
}

/** The end of the day, where it goes, on which the travel days of both stores are over. */
function arrivesAt(needs: Workshop, from: StoreRow, to: StoreRow, sentAt: Millis): Millis {
  const zone = needs.timezone(to.site ?? '')
  return momentOf(zone, addDays(dayAt(zone, sentAt), from.travel_days + to.travel_days), '23:59')
}

async function send(
  trx: Trx,
  needs: Workshop,
  input: NewTransfer,
  { at, by }: { at: Millis; by: string },
): Promise<StockTransfer> {
  const { partNo, from, to, reason } = input
  if (from === to) throw new CodedError('BAD_REQUEST', { to: 'another store is needed' })
  checkQuantity(await lockPart(trx, partNo), input.quantity)
  const stores = new Map<string, StoreRow>()
  for (const store of [from, to].sort()) stores.set(store, await needStore(trx, store))
  const [source, target] = [stores.get(from), stores.get(to)]
  const usual = source && target ? arrivesAt(needs, source, target, at) : null
  const quantity = toThousandth(input.quantity)
  const id = `tr-${await nextNumber(trx, 'stock_transfer')}`
  const about = { kind: 'send' as const, transfer: id, ...(reason !== undefined && { reason }) }
  const lines = [
    { ...about, store: from, onHand: -quantity },
    { ...about, store: to, inTransit: quantity },
  ]
  await post(trx, partNo, lines, { at, by })
  const row = {
    ...{ id, part_no: partNo, quantity, source: from, target: to, to_come: quantity },
    ...{ reason: reason ?? null, sent_at: at, sent_by: by, expected_at: input.expectedAt ?? usual, closed_at: null },
  }
  await logChanges(trx, 'parts', [partNo], at)
  return toTransfer(await trx.insertInto('stock_transfer').values(row).returningAll().executeTakeFirstOrThrow())
}

export function createTransfers(needs: Workshop): Transfers {
  const { database, clock, log } = needs
  return {
    list: async query => {
      const size = pageSize(query)
      const { partNo, store, open } = query
      const after = cursorKey(query.cursor, [0, ''] as const)
      const rows = await database.db
        .selectFrom('stock_transfer')
        .selectAll()
        .$if(partNo !== undefined, q => q.where('part_no', '=', partNo ?? ''))
        .$if(store !== undefined, q =>
          q.where(eb => eb.or([eb('source', '=', store ?? ''), eb('target', '=', store ?? '')])),
        )
        .$if(open !== undefined, q => q.where('to_come', open ? '>' : '=', 0))
        .$if(after !== undefined, q =>
          q.where(eb => eb(eb.refTuple('sent_at', 'id'), '<', eb.tuple(after?.[0] ?? 0, after?.[1] ?? ''))),
        )
        .orderBy('sent_at', 'desc')
        .orderBy('id', 'desc')
        .limit(size + 1)
        .execute()
      const page = toPage(rows, size, row => [row.sent_at, row.id])
      return { ...page, items: page.items.map(toTransfer) }
    },
    send: async (input, { username: by }) => {
      const transfer = await database.write(trx => send(trx, needs, input, { at: clock.now(), by }))
      log.info({ by, transfer }, 'parts sent')
      return transfer
    },
    arrive: async (id, arrival, { username: by }) => {
      const transfer = await database.write(trx => arrive(trx, id, arrival, { at: clock.now(), by }))
      log.info({ by, transfer, arrival }, 'parts arrived')
      return transfer
    },
  }
}
