import { describe, expect, test } from 'vitest'
import type { ParamValue } from '#domain/equipment.ts'
import { MACHINES } from '../../simulators/machines.ts'
import type { Profile } from '../../simulators/model.ts'
import { watch } from './watch.ts'

const DAY_S = 86_400

const VARIANTS: [kind: string, params: Record<string, ParamValue>, profile: Profile][] = [
  ...Object.keys(MACHINES).map(kind => [kind, {}, 'residential'] as [string, Record<string, ParamValue>, Profile]),
  ['elevator', { ratedSpeed: 2.5, floors: 40 }, 'office'],
  ['feeder-circuit', { ratedCurrent: 630, feedsLifeSafety: 1 }, 'office'],
  ['transformer', { cooling: 'oil' }, 'office'],
  ['hydrant-point', { reportPeriodS: 30, minStatic: 0.15 }, 'residential'],
]

describe.each(VARIANTS)('a healthy %s %o %s', (kind, params, profile) => {
  test.each([1, 2])('raises no fault in a day and a half (seed %i)', seed => {
    const { pass, sent } = watch({ id: `${kind}-1`, class: kind, params, profile }, seed)
    expect(pass(1.5 * DAY_S)).toEqual([])
    expect(sent.refused).toEqual([])
    expect(sent.readings).toBeGreaterThan(70)
  })
})

test('the same seed tells the same story, another seed another', () => {
  const story = (seed: number) => {
    const { simulation } = watch({ id: 'lift-1', class: 'elevator' }, seed)
    return simulation.advance(simulation.now() + 3_600_000)
  }
  expect(story(7)).toEqual(story(7))
  expect(story(7)).not.toEqual(story(8))
})

test('time only moves by being told to, in steps of any size', () => {
  const [a, b] = [1, 1].map(seed => watch({ id: 'lift-1', class: 'elevator' }, seed).simulation) as [
    ReturnType<typeof watch>['simulation'],
    ReturnType<typeof watch>['simulation'],
  ]
  const start = a.now()
  const whole = a.advance(start + 600_000)
  const parts = Array.from({ length: 600 }, (_, second) => b.advance(start + (second + 1) * 1000)).flat()
  expect(parts).toEqual(whole)
  expect(a.advance(start + 600_000)).toEqual([])
})
