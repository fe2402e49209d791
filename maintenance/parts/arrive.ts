import { type Selectable, sql } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { StockTransfer } from '#domain/parts.ts'
import type { Arrival } from '#domain/stockForms.ts'
import type { Millis } from '#domain/time.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { fillShortages } from './fillShortages.ts'
import { checkQuantity, exact, lockPart, type MovementLine, post, total } from './ledger.ts'
import { needStore } from './stores.ts'
import { toTransfer } from './transferRow.ts'

type TransferRow = Selectable<Tables['stock_transfer']>
type Became = Required<Pick<Arrival, 'received' | 'returned' | 'lost'>>

/** Takes it off what is on its way, in one conditional update: however many tell at once, nothing counts twice. */
async function settle(trx: Trx, id: string, became: Became, seen: number | undefined, at: Millis) {
  const left = exact(sql`to_come - ${total(Object.values(became))}`)
  return await trx
    .updateTable('stock_transfer')
    .set({
      to_come: left,
      received: exact(sql`received + ${became.received}`),
      returned: exact(sql`returned + ${became.returned}`),
      lost: exact(sql`lost + ${became.lost}`),
      closed_at: sql<number | null>`case when ${left} = 0 then ${sql.lit(at)} end`,
    })
    .where('id', '=', id)
    .where('to_come', '>', 0)
    .where(sql<boolean>`${left} >= 0`)
    .$if(seen !== undefined, q => q.where('to_come', '=', seen ?? 0))
    .returningAll()
    .executeTakeFirst()
}

async function refuse(trx: Trx, id: string, quantity: number, seen: number | undefined): Promise<never> {
  const row = await trx.selectFrom('stock_transfer').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new CodedError('NOT_FOUND', { transfer: id })
  if (row.to_come > 0 && (seen ?? row.to_come) === row.to_come)
    throw new CodedError('BAD_QUANTITY', { quantity, toCome: row.to_come })
  throw new CodedError('STALE_VERSION', toTransfer(row))
}

function linesOf({ id, target }: TransferRow, became: Became, back: string, reason?: string): MovementLine[] {
  const { received, returned, lost } = became
  const about = { transfer: id, ...(reason !== undefined && { reason }) }
  const lines: MovementLine[] = [
    { ...about, store: target, kind: 'arrive', onHand: received, inTransit: -received },
    { ...about, store: back, kind: 'return', onHand: returned },
    { ...about, store: target, kind: 'return', inTransit: -returned },
    { ...about, store: target, kind: 'lose', inTransit: -lost },
  ]
  return lines.filter(line => line.onHand || line.inTransit)
}

/** What became of parts on their way; what arrived or came back serves the tickets that wait. */
export async function arrive(
  trx: Trx,
  id: string,
  { reason, toCome, received = 0, returned = 0, lost = 0, returnedTo }: Arrival,
  done: { at: Millis; by: string },
): Promise<StockTransfer> {
  const became = { received, returned, lost }
  const quantity = total(Object.values(became))
  if (quantity <= 0) throw new CodedError('BAD_QUANTITY', { quantity })
  if (returned + lost > 0 && reason === undefined)
    throw new CodedError('BAD_REQUEST', { reason: 'what did not arrive has a reason' })
  const row = await settle(trx, id, became, toCome, done.at)
  if (!row) return await refuse(trx, id, quantity, toCome)
  const part = await lockPart(trx, row.part_no)
  for (const some of Object.values(became)) if (some > 0) checkQuantity(part, some)
  if (received > 0) await needStore(trx, row.target)
  const back = returnedTo ?? row.source
  if (back === row.target) throw new CodedError('BAD_REQUEST', { returnedTo: 'what lies there has arrived' })
  if (returned > 0) await needStore(trx, back)
  await post(trx, row.part_no, linesOf(row, became, back, reason), done)
  const tickets = await fillShortages(trx, row.part_no, done.at)
  await logChanges(trx, 'parts', [row.part_no], done.at)
  await logChanges(trx, 'tickets', tickets, done.at)
  return toTransfer(row)
}
