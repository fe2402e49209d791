import type { Millis } from './time.ts'

export const RESERVATION_STATUSES = ['reserved', 'short', 'issued', 'released'] as const
export type ReservationStatus = (typeof RESERVATION_STATUSES)[number]

export interface TicketPart {
  partNo: string
  quantity: number
  status: ReservationStatus
}

export interface Reservation extends TicketPart {
  ticket: string
  createdAt: Millis
}

/** `available` is always `onHand - reserved`; it is never stored. */
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
}

export const PURCHASE_STATUSES = ['requested', 'ordered', 'received', 'cancelled'] as const
export type PurchaseStatus = (typeof PURCHASE_STATUSES)[number]

export interface PurchaseOrder {
  id: string
  partNo: string
  quantity: number
  status: PurchaseStatus
  /** The ticket whose shortage asked for it. */
  ticket?: string
  createdAt: Millis
  expectedAt?: Millis
}
