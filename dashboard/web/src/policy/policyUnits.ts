import type { PolicyPath } from './policyPath.ts'

/** What the numbers of a policy are counted in. */
export type PolicyUnit =
  | 'seconds'
  | 'minutes'
  | 'hours'
  | 'days'
  | 'workingDays'
  | 'pixels'
  | 'megabytes'
  | 'yuan'
  | 'share'
  | 'hoursPerWeek'

/** A field's name ends in its unit, all through the policies. */
const ENDINGS: readonly [RegExp, PolicyUnit][] = [
  [/workingDays$/i, 'workingDays'],
  [/HoursPerWeek$/, 'hoursPerWeek'],
  [/(?:Min|Minutes)$/, 'minutes'],
  [/[a-z]S$/, 'seconds'],
  [/Hours$/, 'hours'],
  [/days$/i, 'days'],
  [/Px$/, 'pixels'],
  [/Megabytes$/, 'megabytes'],
  [/Cny$/, 'yuan'],
  [/^(?:share|silentShare|confidence)$/, 'share'],
]

const MS: Partial<Record<PolicyUnit, number>> = { seconds: 1000, minutes: 60_000, hours: 3_600_000 }

/** The unit of the number at a path: of its own name, or of the table that it stands in (`remindEveryMin.P0`). */
export function unitOf(path: PolicyPath): PolicyUnit | undefined {
  for (const part of [...path].reverse()) {
    const found = ENDINGS.find(([ending]) => ending.test(String(part)))
    if (found) return found[1]
  }
  return undefined
}

/** How long a number of a unit of time lasts, in milliseconds; undefined for other units. */
export function lastsMs(value: number, unit: PolicyUnit | undefined): number | undefined {
  const one = unit && MS[unit]
  return one === undefined ? undefined : value * one
}
