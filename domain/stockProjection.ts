import type { Millis } from './time.ts'

export const STOCK_CHANGE_KINDS = ['order', 'transfer', 'ticket', 'visit'] as const
export type StockChangeKind = (typeof STOCK_CHANGE_KINDS)[number]

/** Something dated that adds to a part (`order`, `transfer`) or takes of it (`ticket`: waits for it now, `visit`: planned). */
export interface StockChange {
  /** Never in the past: what should have come already counts as coming now and is `late`. */
  at: Millis
  kind: StockChangeKind
  /** What it adds, negative for what it takes. */
  quantity: number
  late?: true
  purchaseOrder?: string
  transfer?: string
  ticket?: string
  /** Of planned visits: the plan, the day on which they are due, and how many there are at the site that day. */
  plan?: string
  dueDay?: string
  visits?: number
  site?: string
  /** Of a single visit to one piece of equipment. */
  equipment?: string
}

/** A change with what is projected to be available after it. */
export interface ProjectedChange extends StockChange {
  left: number
}

/** What will be available of a part: dated changes, and between them the steady usage. Time-phased order point. */
export interface StockProjection {
  partNo: string
  from: Millis
  to: Millis
  onHand: number
  reserved: number
  available: number
  /** Asked for, ordered or on its way between stores, and not yet here. */
  incoming: number
  /** What tickets wait for. */
  wanted: number
  /** What planned visits take until `to`. */
  planned: number
  /** What is to be left at all times: the minimum stock, of all stores together. */
  minStock: number
  leadTimeDays: number
  /** Mean issue a day over the last days that the service levels name, without that of planned visits. */
  usagePerDay: number
  /** When it falls below the minimum, whatever comes of its own before an order placed now would. */
  belowAt?: Millis
  /** When to order: a lead time before `belowAt`, at once when that has passed. */
  orderAt?: Millis
  /** How much to order then. */
  quantity?: number
  /** When nothing is left, by the dates as they are. */
  runsOutAt?: Millis
  changes: ProjectedChange[]
}

/** A part that has to be ordered; `changes` are the first of those that bring it, `moreChanges` is how many are left out. */
export interface ReorderSuggestion extends StockProjection {
  belowAt: Millis
  orderAt: Millis
  quantity: number
  moreChanges: number
}
