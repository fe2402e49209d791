import type { Part } from './parts.ts'
import type { Millis } from './time.ts'

/** The least and the most that one store is to hold. */
export interface StoreLevel {
  store: string
  minStock: number
  maxStock?: number
}

/** What people say of a part, other than how many there are. */
export interface PartTerms
  extends Pick<
    Part,
    'name' | 'nameZh' | 'unit' | 'minStock' | 'maxStock' | 'leadTimeDays' | 'unitCost' | 'warrantyMonths'
  > {
  stores: StoreLevel[]
  /** The best first. */
  alternates: string[]
}

/** What was said of a part; without time and person: before anybody changed it. */
export interface PartVersion {
  version: number
  terms: PartTerms
  at?: Millis
  by?: string
}
