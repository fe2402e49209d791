import type { Millis } from './time.ts'

/** Why it cannot be said when a metric reaches its limit. */
export const FORECAST_REASONS = [
  /** No rule in force knows a limit of the metric. */
  'noLimit',
  /** There is a limit, but no rule follows the metric's trend. */
  'noTrendRule',
  /** A person took the equipment, or the rule, out of service. */
  'outOfService',
  /** It was never heard. */
  'noData',
  /** Its newest value is too old, or the device says that it is not available. */
  'stale',
  /** Fewer days than the rule asks for, since the beginning or since a repair. */
  'tooFewDays',
  /** It does not move towards the limit. */
  'noTrend',
  /** It moves towards the limit no more than chance would make it. */
  'noise',
  /** Further ahead than the days behind it can tell. */
  'tooFar',
  /** Its trend stands at the limit already. */
  'reached',
] as const
export type ForecastReason = (typeof FORECAST_REASONS)[number]

/** When a metric reaches the limit of a rule, or why that cannot be said. Values are in the unit of the metric. */
export interface Forecast {
  metric: string
  /** The rule's code; left out with `noLimit`. */
  fault?: string
  limit?: number
  direction?: 'up' | 'down'
  /** The newest value and its time. */
  value?: number
  ts?: Millis
  /** The first of the days that the line is laid through, and how many they are. */
  since?: Millis
  days?: number
  /** As many days as the rule asks for; with `tooFewDays`. */
  needed?: number
  /** The line: by how much it changes a day, and where it stands on its newest day. */
  slopePerDay?: number
  level?: number
  levelAt?: Millis
  /** When the line is at the limit, and between which times with `confidence`; `to` is left out where it has no end. */
  at?: Millis
  from?: Millis
  to?: Millis
  confidence?: number
  /** The later days go faster or slower towards the limit than a straight line allows: `at` has no interval then. */
  bend?: 'faster' | 'slower'
  /** The rule fires so many days ahead, and whether it says so now. */
  withinDays?: number
  fires?: boolean
  reason?: ForecastReason
}
