import type { SpoolItem } from '#domain/spool.ts'
import type { Urgency } from './quota.ts'
import type { NewRejection } from './rejections.ts'

/** What became of one message: items as JSON text, and what of it was refused. */
export interface SpoolEntry {
  items: readonly string[]
  /** The items as objects, for readers that keep up; left out, they are read back. */
  objects?: readonly SpoolItem[]
  rejections: readonly NewRejection[]
  /** Marks of what is new in it. */
  marks?: readonly string[]
  /** Which share of the spool it may use; `telemetry` unless said. */
  urgency?: Urgency
}

export const urgencyOf = ({ urgency = 'telemetry' }: SpoolEntry): Urgency => urgency

/** Bytes that it takes in memory. */
export const sizeOf = ({ items, rejections }: SpoolEntry): number =>
  items.reduce((sum, item) => sum + item.length, 0) + rejections.reduce((sum, r) => sum + r.payload.length + 200, 0)
