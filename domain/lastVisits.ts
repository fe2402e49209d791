import { type Static, Type } from 'typebox'
import { strict, Words } from './formFields.ts'
import { Id } from './id.ts'
import { Day } from './plans.ts'
import type { Millis } from './time.ts'

/** Somebody tells when a plan was last done, before the service kept a record of it. */
export const LastVisit = strict(
  {
    equipment: Type.Optional({ ...Id, description: 'Either one piece of equipment or a site' }),
    site: Type.Optional({ ...Id, description: 'All equipment of the plan there' }),
    day: Day,
    note: Type.Optional(Words(500)),
  },
  { $id: 'LastVisit' },
)
export type LastVisit = Static<typeof LastVisit>

/** A last visit of which somebody told. */
export interface StatedVisit {
  id: string
  plan: string
  site: string
  /** What it was told of, also where a later statement has taken its place. */
  equipment: string[]
  day: string
  note?: string
  at: Millis
  by: string
}
