import type { Generated } from 'kysely'
import type { Occupancy, PlateField } from '#domain/equipment.ts'

/** Sites, gateways and equipment. Conventions: `Tables`. */
export interface EstateTables {
  site: { id: string; name: string; timezone: string }
  gateway: {
    id: string
    site: string
    password_hash: string
    online: number | null
    session: string | null
    last_seen: number | null
  }
  equipment: {
    id: string
    site: string
    /** null: a place, on which nothing is measured. */
    gateway: string | null
    class: string
    name: string
    params: string
    /** What the parameters say of it; null where they do not. */
    model: string | null
    occupancy: Occupancy
    created_at: number
    /** 0 while only its gateway has named it. */
    confirmed: Generated<number>
    /** The equipment that it gets its power from. */
    fed_by: string | null
  }
  /** The labels on equipment and at sites, each with its code; the one without an end hangs there. */
  label: {
    code: string
    kind: 'equipment' | 'site'
    item: string
    number: number
    made_at: number
    made_by: string
    ended_at: number | null
    ended_by: string | null
    reason: string | null
  }
  /** What devices say of themselves otherwise than the file; `kept…`: it stays as it is. */
  plate_difference: {
    equipment: string
    field: PlateField
    said: string
    seen_at: number
    kept_at: number | null
    kept_by: string | null
  }
  equipment_param_history: { equipment: string; number: number; until_at: number; params: string; by: string }
}
