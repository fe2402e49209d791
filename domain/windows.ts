import { type Static, Type } from 'typebox'
import type { FaultEvent } from './faults.ts'
import { Moment, Text } from './formFields.ts'
import { Id } from './id.ts'
import type { Millis } from './time.ts'

export const WINDOW_KINDS = ['maintenance', 'testPermit', 'fireDrill'] as const
/**
 * Maintenance keeps faults quiet except where life is in danger; a test permit, for a time and for named equipment or
 * classes, those too (catalogue §0.1); a fire drill is a permit that ends in a list of what reported.
 */
export type WindowKind = (typeof WINDOW_KINDS)[number]

export const WINDOW_STATES = ['planned', 'active', 'ended'] as const
export type WindowState = (typeof WINDOW_STATES)[number]

/** What a device did during a drill: it reported an alarm or another than its usual state, it was only heard, or not even that. */
export interface DrillDevice {
  equipment: string
  class: string
  outcome: 'reported' | 'heard' | 'silent'
  /** When it first reported, and what: a metric that left its healthy values, or a fault. */
  at?: Millis
  by?: string
}

/** A time in which faults of a scope are recorded and shown, and open no ticket. */
export interface MaintenanceWindow {
  id: string
  site: string
  kind: WindowKind
  /** Empty: all equipment of the classes; both empty: the whole site. */
  equipment: string[]
  classes: string[]
  startsAt: Millis
  endsAt: Millis
  endedAt?: Millis
  endedBy?: string
  reason: string
  contact: string
  createdBy: string
  createdAt: Millis
  /** How many faults it has kept quiet. */
  suppressed: number
  /** How many fired already when it began; these it does not keep quiet. */
  alreadyFiring: number
  /** Of a drill that is over. */
  report?: DrillDevice[]
  history: FaultEvent[]
}

export const NewWindow = Type.Object(
  {
    site: Id,
    kind: Type.Enum([...WINDOW_KINDS]),
    equipment: Type.Optional(Type.Array(Id, { maxItems: 1000, uniqueItems: true })),
    classes: Type.Optional(Type.Array(Id, { maxItems: 50, uniqueItems: true })),
    startsAt: Type.Optional(Moment),
    endsAt: Moment,
    reason: Text(500),
    contact: Text(200),
  },
  { $id: 'NewWindow', additionalProperties: false },
)
export type NewWindow = Static<typeof NewWindow>
