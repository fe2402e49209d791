import type { Millis } from './time.ts'

export const RESERVATION_STATUSES = ['reserved', 'short', 'issued', 'released'] as const
export type ReservationStatus = (typeof RESERVATION_STATUSES)[number]

export interface TicketPart {
  partNo: string
  quantity: number
  status: ReservationStatus
  /** Where it lies or was taken from. */
  store?: string
  /** The part that this one stands in for. */
  insteadOf?: string
  /** When a part that is short is expected to arrive. */
  expectedAt?: Millis
}

export interface Reservation extends Omit<TicketPart, 'expectedAt'> {
  ticket: string
  createdAt: Millis
}

export const STORE_KINDS = ['main', 'site', 'van'] as const
export type StoreKind = (typeof STORE_KINDS)[number]

/** A place that holds stock: one main store, a site's own store, a technician's van. */
export interface Store {
  id: string
  name: string
  nameZh: string
  kind: StoreKind
  site?: string
  technician?: string
  /** Days that parts travel between it and the main store; between two others, both. */
  travelDays: number
  active: boolean
  version: number
}

/** The store that is always there. */
export const MAIN_STORE = 'main'

export interface StoreStock {
  store: string
  onHand: number
  reserved: number
  available: number
  /** What has been sent to it from other stores and has not arrived. */
  incoming: number
  /** The least and the most it is to hold, where somebody has said so. */
  minStock?: number
  maxStock?: number
}

/**
 * `available` is always `onHand - reserved`; it is never stored. The totals are those of all stores; `incoming` is what is
 * ordered and what is on its way between stores.
 */
export interface Part {
  partNo: string
  name: string
  nameZh: string
  unit: string
  onHand: number
  reserved: number
  available: number
  incoming: number
  minStock: number
  leadTimeDays: number
  unitCost?: number
  warrantyMonths?: number
  /** What an order fills it up to. */
  maxStock?: number
  /** How often what is said of it was changed. */
  version: number
  stores: StoreStock[]
}

/**
 * Every way in which stock changes. A transfer is two lines, out of one store and into the other. What travels is sent (out
 * of one store, on its way to the other), and arrives, is returned or is lost.
 */
export const MOVEMENT_KINDS = [
  'receive',
  'reserve',
  'release',
  'issue',
  'return',
  'transfer',
  'send',
  'arrive',
  'lose',
  'count',
  'scrap',
] as const
export type MovementKind = (typeof MOVEMENT_KINDS)[number]

/**
 * One line of a part's ledger; `onHand`, `reserved` and `inTransit` (to that store) are what it added or took. Who is limited
 * to some sites is not told `by`, `ticket` and `reason` of another site's.
 */
export interface StockMovement {
  partNo: string
  number: number
  at: Millis
  by?: string
  kind: MovementKind
  store: string
  onHand: number
  reserved: number
  inTransit: number
  ticket?: string
  purchaseOrder?: string
  transfer?: string
  reason?: string
}

export const TRANSFER_STATUSES = ['sent', 'partlyArrived', 'closed'] as const
export type TransferStatus = (typeof TRANSFER_STATUSES)[number]

/**
 * Parts on their way from one store to another. `quantity` is always `toCome`, `received`, `returned` and `lost` together;
 * it is closed once nothing is to come.
 */
export interface StockTransfer {
  id: string
  partNo: string
  quantity: number
  from: string
  to: string
  status: TransferStatus
  toCome: number
  received: number
  returned: number
  lost: number
  reason?: string
  sentAt: Millis
  /** Not told of what travels between other sites' stores. */
  sentBy?: string
  /** Absent of what was sent before there were such dates. */
  expectedAt?: Millis
  closedAt?: Millis
}

/** Measured out rather than counted; everything else comes in whole pieces. */
const DIVISIBLE: readonly string[] = ['m', 'm2', 'm3', 'cm', 'mm', 'kg', 'g', 'L', 'l', 'mL', 'ml']
export const isDivisible = (unit: string): boolean => DIVISIBLE.includes(unit)

export const PURCHASE_STATUSES = ['requested', 'ordered', 'partlyReceived', 'received', 'cancelled'] as const
/** What may still come. */
export const OPEN_PURCHASES: readonly PurchaseStatus[] = ['requested', 'ordered', 'partlyReceived']
export type PurchaseStatus = (typeof PURCHASE_STATUSES)[number]

export interface PurchaseOrder {
  id: string
  partNo: string
  quantity: number
  /** How much of it has arrived. */
  received: number
  status: PurchaseStatus
  supplier?: string
  /** The ticket whose shortage asked for it. */
  ticket?: string
  createdAt: Millis
  expectedAt?: Millis
}

/** The parts that the repair of one fault of one class, or of one model of it, takes; version 0: nobody has changed it. */
export interface Kit {
  class: string
  faultCode: string
  model?: string
  /** Of a model: it has no kit of its own, that of its class holds. */
  ofClass?: true
  /** Of a class: the models that have a kit of their own. */
  models?: string[]
  version: number
  parts: { partNo: string; quantity: number }[]
  at?: Millis
  by?: string
}

/** A part in a piece of equipment: since when, with which number, under warranty until when. */
export interface FittedPart {
  id: string
  equipment: string
  partNo: string
  quantity: number
  serial?: string
  ticket?: string
  fittedAt: Millis
  fittedBy: string
  warrantyEndsAt?: Millis
  removedAt?: Millis
  removedBy?: string
  removedReason?: string
}
