import type { ConditionOf } from '#domain/condition.ts'
import type { Memory, Truth } from '../../../rules/conditions/context.ts'
import { series, track } from '../conditions/track.ts'

export const DAY_MS = 86_400_000

export const RISING: ConditionOf<'trend'> = {
  ...{ type: 'trend', metric: 'x', limit: 100, withinDays: 30, windowDays: 30, method: 'theil-sen' },
  ...{ minPoints: 14, direction: 'up' },
}

/** What a trend says and remembers after whole days of one value a day, at the time when the last is over (ms). */
export function remembered(
  condition: ConditionOf<'trend'>,
  values: readonly number[],
): { memory: Memory; truth: Truth; now: number } {
  const last = values.at(-1) ?? 0
  const points = [...values, last].map((value, day) => [day * 86_400 + 43_200, value] as const)
  const { memory, truth } = track(condition, series('x', points)).at(-1) ?? { memory: null, truth: undefined }
  return { memory, truth, now: values.length * DAY_MS }
}
