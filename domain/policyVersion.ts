import type { Millis } from './time.ts'

/** Numbers that a user may change, and who set them; version 0 is what the product comes with. */
export interface PolicyVersion<P> {
  version: number
  policy: P
  at?: Millis
  by?: string
  /** Why. */
  note?: string
}
