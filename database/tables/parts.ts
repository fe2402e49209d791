import type { Generated } from 'kysely'
import type { MovementKind, PurchaseStatus, ReservationStatus, StoreKind } from '#domain/parts.ts'

/** Spare parts: stock, ledger, reservations, orders. Conventions: `Tables`. */
export interface PartTables {
  part: {
    part_no: string
    name: string
    name_zh: string
    unit: string
    on_hand: number
    reserved: number
    min_stock: number
    lead_time_days: number
    unit_cost: number | null
    /** 1 once somebody has said how many there are. */
    counted: number
    /** How many lines its ledger has; `on_hand` and `reserved` are the sums over the stores. */
    movements: Generated<number>
    /** How long what is fitted of it is under warranty. */
    warranty_months: number | null
    /** How often what is said of it was changed; its `part_version` rows. */
    version: Generated<number>
    /** What an order fills it up to. */
    max_stock: number | null
  }
  store: {
    id: string
    name: string
    name_zh: string
    kind: StoreKind
    site: string | null
    technician: string | null
    active: number
    /** Days between it and the main store. */
    travel_days: Generated<number>
    version: Generated<number>
  }
  /** The least and the most that a store is to hold are a person's wish; stock itself may lie outside. */
  stock: {
    store: string
    part_no: string
    on_hand: number
    reserved: number
    /** What has been sent to it and has not arrived; part of no store's stock on hand. */
    in_transit: Generated<number>
    min_stock: number | null
    max_stock: number | null
  }
  /** What was said of a part, as JSON; without time and person: as it was before anybody changed it. */
  part_version: { part_no: string; version: number; terms: string; at: number | null; by: string | null }
  /** The ledger: every change of a stock row, numbered by part without gaps. */
  stock_movement: {
    part_no: string
    number: number
    at: number
    by: string
    kind: MovementKind
    store: string
    on_hand: number
    reserved: number
    in_transit: Generated<number>
    ticket: string | null
    purchase_order: string | null
    transfer: string | null
    reason: string | null
  }
  /** Parts sent from store to store: `quantity` is `to_come`, `received`, `returned` and `lost` together. */
  stock_transfer: {
    id: string
    part_no: string
    quantity: number
    source: string
    target: string
    to_come: number
    received: Generated<number>
    returned: Generated<number>
    lost: Generated<number>
    reason: string | null
    sent_at: number
    sent_by: string
    /** Null of what was sent before there were such dates. */
    expected_at: number | null
    closed_at: number | null
  }
  /** What a ticket needs of a part: one row a status and store; quantities move between the rows. */
  reservation: {
    ticket: string
    part_no: string
    quantity: number
    status: ReservationStatus
    created_at: number
    /** Empty while it is short, and where the store is not known. */
    store: Generated<string>
    /** The part that this one stands in for. */
    instead_of: string | null
  }
  part_alternate: { part_no: string; alternate: string; rank: number }
  /** `model` is empty for the kit of a class; `parts` is JSON, `null` where a model goes back to that. */
  kit: {
    class: string
    fault_code: string
    model: Generated<string>
    version: number
    parts: string
    at: number
    by: string
  }
  fitted_part: {
    id: string
    equipment: string
    part_no: string
    quantity: number
    serial: string | null
    ticket: string | null
    fitted_at: number
    fitted_by: string
    warranty_until: number | null
    removed_at: number | null
    removed_by: string | null
    removed_reason: string | null
  }
  purchase_order: {
    id: string
    part_no: string
    quantity: number
    status: PurchaseStatus
    ticket: string | null
    created_at: number
    expected_at: number | null
    received: Generated<number>
    supplier: string | null
  }
}
