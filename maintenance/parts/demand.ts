import { sql } from 'kysely'
import type { ReorderSuggestion } from '#domain/parts.ts'
import type { PartsPolicy } from '#domain/servicePolicy.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { toThousandth } from './ledger.ts'

const DAY = 86_400_000
interface Demand {
  partNo: string
  unit: string
  available: number
  incoming: number
  minStock: number
  maxStock: number | null
  leadTimeDays: number
  /** What open tickets wait for. */
  wanted: number
  /** Issued over the last `usageDays`. */
  used: number
}

const sumOf = (from: string, of: string) => sql.raw<number>(`coalesce((select sum(${of}) from ${from}), 0)`)

async function readDemand({ database: { db } }: Workshop, { usageDays }: PartsPolicy, now: Millis): Promise<Demand[]> {
  const used = sql<number>`coalesce((select -sum(m.on_hand) from stock_movement m where m.part_no = part.part_no
    and m.kind = 'issue' and m.at >= ${now - usageDays * DAY}), 0)`
  const coming = sumOf(
    `purchase_order o where o.part_no = part.part_no and o.status in ('requested', 'ordered', 'partlyReceived')`,
    'o.quantity - o.received',
  )
  const levels = sumOf('stock s where s.part_no = part.part_no', 's.min_stock')
  return await db
    .selectFrom('part')
    .select([
      'part_no as partNo',
      'unit',
      sql<number>`case when min_stock >= ${levels} then min_stock else ${levels} end`.as('minStock'),
      'max_stock as maxStock',
      'lead_time_days as leadTimeDays',
      sql<number>`on_hand - reserved`.as('available'),
      sql<number>`${coming} + ${sumOf('stock s where s.part_no = part.part_no', 's.in_transit')}`.as('incoming'),
      sumOf(`reservation r where r.part_no = part.part_no and r.status = 'short'`, 'r.quantity').as('wanted'),
      used.as('used'),
    ])
    .execute()
}

/** Never, as a time: nothing is used. */
const NEVER = 8_640_000_000_000_000

function orderTime(spare: number, usagePerDay: number, now: Millis): Millis {
  if (spare < 0 || (spare === 0 && usagePerDay > 0)) return now
  return usagePerDay > 0 ? Math.min(NEVER, Math.round(now + (spare / usagePerDay) * DAY)) : NEVER
}

/**
 * Reorder-point method: usage is even, an order is due when what is projected falls to the reorder point, which is the
 * greater of the minimum stock (of all stores together)
 * and the usage within the lead time. It fills up to the maximum, or covers the days that the service levels name. What is only requested counts as coming.
 */
function suggest(demand: Demand, { usageDays, coverDays }: PartsPolicy, now: Millis): ReorderSuggestion {
  const { partNo, available, incoming, wanted, minStock, leadTimeDays } = demand
  const usagePerDay = demand.used / usageDays
  const projected = toThousandth(available + incoming - wanted)
  const reorderPoint = toThousandth(Math.max(minStock, usagePerDay * leadTimeDays))
  const due = orderTime(projected - reorderPoint, usagePerDay, now)
  const fill = Math.max(reorderPoint + usagePerDay * coverDays, demand.maxStock ?? 0)
  return {
    partNo,
    available,
    incoming,
    wanted,
    minStock,
    leadTimeDays,
    projected,
    reorderPoint,
    usagePerDay: toThousandth(usagePerDay),
    quantity: Math.max(1, Math.ceil(fill - projected)),
    orderAt: due,
    ...(usagePerDay > 0 && { runsOutAt: Math.round(now + (Math.max(0, projected) / usagePerDay) * DAY) }),
  }
}

/**
 * What has to be ordered within the days that the service levels name, the soonest first. Parts that maintenance plans
 * will need are not counted: plans are not kept yet.
 */
export async function reorderSuggestions(needs: Workshop): Promise<ReorderSuggestion[]> {
  const now = needs.clock.now()
  const { parts: policy } = needs.policies.at(now).policy
  return (await readDemand(needs, policy, now))
    .map(demand => suggest(demand, policy, now))
    .filter(({ orderAt }) => orderAt <= now + policy.aheadDays * DAY)
    .sort((a, b) => a.orderAt - b.orderAt || (a.partNo < b.partNo ? -1 : 1))
}
