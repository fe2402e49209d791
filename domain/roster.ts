import { type Static, Type } from 'typebox'
import { CalendarDate } from './calendars.ts'
import { Id } from './id.ts'
import type { Millis } from './time.ts'

/** At work, reachable, or away: leave goes before the others. */
const DUTY_KINDS = ['shift', 'onCall', 'leave'] as const
export type DutyKind = (typeof DUTY_KINDS)[number]

const TimeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'HH:MM at the site' })

/**
 * A weekly pattern from a day on; an exception where it covers a few days. A duty that ends no later than it starts goes
 * over midnight and belongs to the day on which it starts.
 */
export const NewRosterEntry = Type.Object(
  {
    technician: Id,
    site: Type.Optional(Id),
    skill: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$' })),
    kind: Type.Enum([...DUTY_KINDS]),
    weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
      minItems: 1,
      maxItems: 7,
      uniqueItems: true,
      description: '1 is Monday (ISO 8601)',
    }),
    fromDay: CalendarDate,
    untilDay: Type.Optional(CalendarDate),
    starts: TimeOfDay,
    ends: TimeOfDay,
    note: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  { additionalProperties: false },
)
export type NewRosterEntry = Static<typeof NewRosterEntry>

export interface RosterEntry extends NewRosterEntry {
  id: string
}

/** Somebody's duty, leave already taken off. Without `site` and `skill`: all that the technician has. */
export interface Duty {
  technician: string
  kind: 'shift' | 'onCall'
  site?: string
  skill?: string
  from: Millis
  to: Millis
}

/** A time in which nobody with the skill is on shift or on call at the site. */
export interface RosterGap {
  skill: string
  from: Millis
  to: Millis
}

/** A site's roster over some days. */
export interface RosterWeek {
  site: string
  from: Millis
  to: Millis
  entries: RosterEntry[]
  duties: Duty[]
  gaps: RosterGap[]
}
