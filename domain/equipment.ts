import { type Static, Type } from 'typebox'
import { Id } from './id.ts'
import type { Millis } from './time.ts'

/** The time zone of a site that names none, and of what is about all sites. */
export const DEFAULT_ZONE = 'Asia/Shanghai'

export const Site = Type.Object(
  {
    id: Id,
    name: Type.String({ minLength: 1, maxLength: 200 }),
    timezone: Type.String({ default: DEFAULT_ZONE, description: 'IANA time zone' }),
  },
  { $id: 'Site' },
)
export type Site = Static<typeof Site>

/** A gateway as it is registered; its password is kept only as a hash. */
export interface Gateway {
  id: string
  site: string
  /** The last `state` it sent; undefined before the first. */
  online?: boolean
  lastSeen?: Millis
}

export const ParamValue = Type.Union([Type.Number(), Type.String(), Type.Boolean()])
export type ParamValue = Static<typeof ParamValue>
export const Params = Type.Record(Type.String({ maxLength: 64 }), ParamValue)

/** How full the place usually is; with severity and life safety it decides the priority (catalogue §5.4). */
export const OCCUPANCIES = ['high', 'normal', 'low', 'unknown'] as const
export type Occupancy = (typeof OCCUPANCIES)[number]

/** The model that a piece of equipment is of, by its parameters; undefined where nobody said it. */
export const modelOf = ({ model }: Readonly<Record<string, unknown>>): string | undefined =>
  typeof model === 'string' && model !== '' ? model : undefined

/** Parameters that held until `endedAt`, when others took their place, by whose hand. */
export interface ParamsUntil {
  endedAt: Millis
  params: Record<string, ParamValue>
  by: string
}

/** What a device says of itself in a birth, and the file on it says too. */
export const PLATE_FIELDS = ['class', 'model', 'serial'] as const
export type PlateField = (typeof PLATE_FIELDS)[number]

/** A device says of itself what the file on it says otherwise; `kept…`: somebody decided that the file stays as it is. */
export interface PlateDifference {
  field: PlateField
  said: string
  seenAt: Millis
  keptAt?: Millis
  keptBy?: string
}

/** One lift, one pump, one feeder, as the registry knows it. */
export interface Equipment {
  id: string
  site: string
  /** Absent only of a place. */
  gateway?: string
  class: string
  name: string
  params: Record<string, ParamValue>
  /** The parameters that held before, oldest first, each until its time. */
  paramsBefore?: readonly ParamsUntil[]
  /** Left out where the device says nothing otherwise. */
  differs?: readonly PlateDifference[]
  occupancy: Occupancy
  createdAt: Millis
  /** False while only its gateway has named it, in a birth; it is watched all the same. */
  confirmed?: boolean
  /** The equipment that it gets its power from, such as its feeder. */
  fedBy?: string
}

/** The parameters of a piece of equipment as they were at a time. */
export const paramsAt = ({ params, paramsBefore = [] }: Equipment, at: Millis): Equipment['params'] =>
  (paramsBefore.find(({ endedAt }) => at < endedAt) ?? { params }).params

/** What the dashboard shows of the condition of a piece of equipment. */
export const EQUIPMENT_STATES = ['normal', 'fault', 'stale', 'noData'] as const
export type EquipmentState = (typeof EQUIPMENT_STATES)[number]
