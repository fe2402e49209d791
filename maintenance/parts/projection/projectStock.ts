import type { ProjectedChange, StockChange, StockProjection } from '#domain/stockProjection.ts'
import type { Millis } from '#domain/time.ts'
import { toThousandth } from '../ledger.ts'

const DAY = 86_400_000

/** What is known of a part now, and what will change it. */
export interface StockOutlook
  extends Pick<
    StockProjection,
    'partNo' | 'from' | 'to' | 'onHand' | 'reserved' | 'minStock' | 'leadTimeDays' | 'usagePerDay'
  > {
  maxStock: number | undefined
  /** An order covers the usage and the visits of so many days after it has come. */
  coverDays: number
  changes: readonly StockChange[]
}

type Step = Pick<StockChange, 'at' | 'quantity'>

const sum = (changes: readonly StockChange[], of: (change: StockChange) => boolean) =>
  toThousandth(changes.filter(of).reduce((all, { quantity }) => all + Math.abs(quantity), 0))

const inOrder = (changes: readonly StockChange[]) =>
  changes.toSorted((a, b) => a.at - b.at || b.quantity - a.quantity || (nameOf(a) < nameOf(b) ? -1 : 1))
const nameOf = ({ purchaseOrder = '', transfer = '', ticket = '', plan = '', site = '' }: StockChange): string =>
  [purchaseOrder, transfer, ticket, plan, site].join(' ')

/** Between two moments the level falls evenly: what it is when they begin, and just before the next. */
interface Stretch {
  from: Millis
  to: Millis
  high: number
  low: number
}

/** The level as even stretches from now until the end; what changes at one moment changes at once. */
function stretches({ from, to: until, usagePerDay }: StockOutlook, start: number, steps: readonly Step[]): Stretch[] {
  const moments = [...new Set([from, ...steps.map(step => step.at), until])].filter(at => at <= until)
  moments.sort((a, b) => a - b)
  const byMoment = Map.groupBy(steps, step => step.at)
  let stepped = start
  return moments.map((at, i) => {
    stepped = toThousandth((byMoment.get(at) ?? []).reduce((level, { quantity }) => level + quantity, stepped))
    const to = moments[i + 1] ?? at
    const level = (moment: Millis) => stepped - (usagePerDay * (moment - from)) / DAY
    return { from: at, to, high: level(at), low: level(to) }
  })
}

/** When the level is first below; when usage goes on, the moment at which it reaches it. */
function firstBelow(all: readonly Stretch[], floor: number, usagePerDay: number): Millis | undefined {
  const found = all.find(({ high, low }) => high < floor || low < floor)
  if (!found || found.high < floor) return found?.from
  return Math.round(found.from + ((found.high - floor) / usagePerDay) * DAY)
}

/** How much keeps the level at the floor from when the order comes until its days are over, or fills up to the maximum. */
function quantityOf(outlook: StockOutlook, start: number, steps: readonly Step[], orderAt: Millis): number | undefined {
  const { minStock, maxStock = Number.NEGATIVE_INFINITY, leadTimeDays, coverDays, to: until } = outlook
  const comes = orderAt + leadTimeDays * DAY
  const end = comes + coverDays * DAY
  if (end > until) return undefined
  const marks = [comes, end].map(at => ({ at, quantity: 0 }))
  const served = stretches(outlook, start, [...steps, ...marks]).filter(({ from }) => from >= comes && from <= end)
  const lowest = Math.min(...served.flatMap(({ high, low, to }) => (to <= end ? [high, low] : [high])))
  const missing = Math.max(minStock - lowest, maxStock - (served[0]?.high ?? 0))
  return Math.max(1, Math.ceil(toThousandth(missing)))
}

/**
 * Projects what will be available of a part (time-phased order point, APICS): on hand, less what tickets hold, with every
 * dated change and the steady usage. It has to be ordered a lead time before it falls below the minimum. What comes of its
 * own before an order placed now would have come is counted from now on: another order would not help, hurrying it would.
 */
export function projectStock(outlook: StockOutlook): StockProjection {
  const { maxStock: _, coverDays: __, changes, ...known } = outlook
  const { from, to: until, leadTimeDays, minStock, usagePerDay } = outlook
  const available = toThousandth(known.onHand - known.reserved)
  const dated = inOrder(changes.filter(({ at }) => at <= until))
  const soonest = from + leadTimeDays * DAY
  const counted = dated.map(({ at, quantity }) => ({ quantity, at: quantity > 0 && at <= soonest ? from : at }))
  const level = stretches(outlook, available, counted)
  const belowAt = firstBelow(level, minStock, usagePerDay)
  const runsOutAt = firstBelow(stretches(outlook, available, dated), 0, usagePerDay)
  const orderAt = belowAt === undefined ? undefined : Math.max(from, belowAt - leadTimeDays * DAY)
  const quantity = orderAt === undefined ? undefined : quantityOf(outlook, available, counted, orderAt)
  return {
    ...known,
    available,
    incoming: sum(changes, ({ quantity }) => quantity > 0),
    wanted: sum(dated, ({ kind }) => kind === 'ticket'),
    planned: sum(dated, ({ kind }) => kind === 'visit'),
    ...(belowAt !== undefined && { belowAt }),
    ...(orderAt !== undefined && { orderAt }),
    ...(quantity !== undefined && { quantity }),
    ...(runsOutAt !== undefined && { runsOutAt }),
    changes: withLevels(outlook, available, dated),
  }
}

function withLevels(
  { from, usagePerDay }: StockOutlook,
  start: number,
  dated: readonly StockChange[],
): ProjectedChange[] {
  let stepped = start
  return dated.map(change => {
    stepped = toThousandth(stepped + change.quantity)
    return { ...change, left: toThousandth(stepped - (usagePerDay * (change.at - from)) / DAY) }
  })
}
