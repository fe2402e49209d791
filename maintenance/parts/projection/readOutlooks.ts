import { type Kysely, sql } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { OPEN_PURCHASES } from '#domain/parts.ts'
import type { StockChange } from '#domain/stockProjection.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../../needs.ts'
import { toThousandth } from '../ledger.ts'
import { plannedDemand } from './plannedDemand.ts'
import type { StockOutlook } from './projectStock.ts'

const DAY = 86_400_000
type Reader = Pick<Kysely<Tables>, 'selectFrom'>

function readParts(db: Reader, partNo: string | undefined) {
  const levels = sql<number>`coalesce((select sum(s.min_stock) from stock s where s.part_no = part.part_no), 0)`
  return db
    .selectFrom('part')
    .select(['part_no as partNo', 'on_hand as onHand', 'reserved', 'min_stock as ownMin', 'max_stock as maxStock'])
    .select(['lead_time_days as leadTimeDays', levels.as('storesMin')])
    .$if(partNo !== undefined, q => q.where('part_no', '=', partNo ?? ''))
    .execute()
}

/** What was issued since, by part. What planned visits took is no steady usage: the plans say what they will take. */
async function readUsed(db: Reader, partNo: string | undefined, since: Millis): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('stock_movement as m')
    .leftJoin('ticket', 'ticket.id', 'm.ticket')
    .select(['m.part_no as partNo', sql<number>`-sum(m.on_hand)`.as('used')])
    .where(sql<boolean>`m.kind = 'issue'`)
    .where('m.at', '>=', since)
    .where(eb => eb.or([eb('ticket.kind', 'is', null), eb('ticket.kind', '<>', 'preventive')]))
    .$if(partNo !== undefined, q => q.where('m.part_no', '=', partNo ?? ''))
    .groupBy('m.part_no')
    .execute()
  return new Map(rows.map(row => [row.partNo, row.used]))
}

type Dated = [partNo: string, change: StockChange]

/** What tickets wait for: it is wanted now. */
async function readWaiting(db: Reader, partNo: string | undefined, now: Millis): Promise<Dated[]> {
  const rows = await db
    .selectFrom('reservation as r')
    .innerJoin('ticket', 'ticket.id', 'r.ticket')
    .select(['r.part_no as partNo', 'r.quantity', 'r.ticket', 'ticket.site', 'ticket.equipment'])
    .where('r.status', '=', 'short')
    .$if(partNo !== undefined, q => q.where('r.part_no', '=', partNo ?? ''))
    .execute()
  return rows.map(({ partNo, quantity, ...of }) => [partNo, { at: now, kind: 'ticket', quantity: -quantity, ...of }])
}

/** Orders that have not all come. One that nobody has placed, or without a date, comes after the lead time. */
async function readOrders(db: Reader, partNo: string | undefined, now: Millis): Promise<Dated[]> {
  const rows = await db
    .selectFrom('purchase_order as o')
    .innerJoin('part', 'part.part_no', 'o.part_no')
    .select(['o.part_no as partNo', 'o.id as purchaseOrder', 'o.quantity', 'o.received', 'o.status'])
    .select(['o.created_at as createdAt', 'o.expected_at as expectedAt', 'part.lead_time_days as leadTimeDays'])
    .where('o.status', 'in', OPEN_PURCHASES)
    .$if(partNo !== undefined, q => q.where('o.part_no', '=', partNo ?? ''))
    .execute()
  return rows.map(({ partNo, purchaseOrder, quantity, received, ...o }) => {
    const asked = o.status === 'requested' ? now : o.createdAt
    const comes = o.expectedAt ?? asked + o.leadTimeDays * DAY
    const change = { kind: 'order' as const, quantity: toThousandth(quantity - received), purchaseOrder }
    return [partNo, { at: Math.max(now, comes), ...change, ...(comes < now && { late: true }) }]
  })
}

async function readTransfers(db: Reader, partNo: string | undefined, now: Millis): Promise<Dated[]> {
  const rows = await db
    .selectFrom('stock_transfer as t')
    .select(['t.part_no as partNo', 't.id as transfer', 't.to_come as quantity', 't.expected_at as expectedAt'])
    .where('t.to_come', '>', 0)
    .$if(partNo !== undefined, q => q.where('t.part_no', '=', partNo ?? ''))
    .execute()
  return rows.map(({ partNo, expectedAt, ...of }) => {
    const comes = expectedAt ?? now
    return [partNo, { at: Math.max(now, comes), kind: 'transfer', ...of, ...(comes < now && { late: true }) }]
  })
}

/** What is known of every part, or of one: what there is, and everything dated that will change it. */
export async function readOutlooks(needs: Workshop, now: Millis, partNo?: string): Promise<StockOutlook[]> {
  const { db } = needs.database
  const { usageDays, aheadDays, coverDays } = needs.policies.at(now).policy.parts
  const parts = await readParts(db, partNo)
  const days = new Map(parts.map(part => [part.partNo, aheadDays + part.leadTimeDays + coverDays]))
  const used = await readUsed(db, partNo, now - usageDays * DAY)
  const visits = await plannedDemand(needs, db, now, one => days.get(one))
  const dated = await Promise.all([readWaiting, readOrders, readTransfers].map(read => read(db, partNo, now)))
  const byPart = Map.groupBy(dated.flat(), ([one]) => one)
  return parts.map(({ ownMin, storesMin, maxStock, ...part }) => ({
    ...part,
    ...{ from: now, to: now + (days.get(part.partNo) ?? 0) * DAY, coverDays, maxStock: maxStock ?? undefined },
    minStock: toThousandth(Math.max(ownMin, storesMin)),
    usagePerDay: toThousandth((used.get(part.partNo) ?? 0) / usageDays),
    changes: [...(byPart.get(part.partNo) ?? []).map(([, change]) => change), ...(visits.get(part.partNo) ?? [])],
  }))
}
