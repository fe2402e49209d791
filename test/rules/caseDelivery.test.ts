import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SpoolItem } from '#domain/spool.ts'
import { readRuleTests } from '../../rules/testing/readRuleTests.ts'
import { shippedRuleTests } from '../../rules/testing/ruleTests.ts'
import { runScenario } from '../../rules/testing/runScenario.ts'
import type { Scenario } from '../../rules/testing/scenario.ts'
import { catalogue } from './story.ts'

/** More reports than this make a case slow to play; the quiet days are such. */
const MAX_ITEMS = 600
const scenarios = shippedRuleTests()
  .flatMap(file => readRuleTests(file, readFileSync(file, 'utf8'), catalogue).scenarios)
  .filter(s => s.items.length <= MAX_ITEMS && s.expected.size > 0)

/** What every fault did, and what the resets met. That one is pending shows only once its instant is told completely. */
const play = (scenario: Scenario) => {
  const kind = catalogue.classes.get(scenario.equipment.class)
  if (!kind) throw new Error(scenario.equipment.class)
  const { histories, resets } = runScenario(scenario, { ...catalogue, classes: new Map([[kind.code, kind]]) })
  const did = [...histories].map(([code, moments]) => [code, moments.filter(m => m.state !== 'pending')] as const)
  return { did: new Map(did.toSorted(([a], [b]) => a.localeCompare(b))), resets }
}

/** The same messages, each in several: one a metric, in an order that `seed` decides. */
const split = (item: SpoolItem, seed: number): SpoolItem[] => {
  if (item.kind !== 'reading') return [item]
  const parts = Object.entries(item.reading.metrics).map(([name, value]) => ({
    kind: 'reading' as const,
    reading: { ...item.reading, metrics: { [name]: value } },
  }))
  const turn = seed % Math.max(1, parts.length)
  return [...parts.slice(turn), ...parts.slice(0, turn)]
}

/** By its number, so that a counterexample is short. */
const anyCase = fc.nat({ max: scenarios.length - 1 })
const caseOf = (index: number): Scenario => scenarios[index] as Scenario

test('the cases are many, and of every class', () => {
  expect(scenarios.length).toBeGreaterThan(600)
  expect(new Set(scenarios.map(s => s.equipment.class)).size).toBe(
    [...catalogue.classes.values()].filter(entry => entry.faults.length > 0).length,
  )
})

test('messages that come twice or more change nothing', () => {
  fc.assert(
    fc.property(anyCase, fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 20 }), (index, times) => {
      const scenario = caseOf(index)
      const items = scenario.items.flatMap((item, i) => Array<SpoolItem>(times[i % times.length] ?? 1).fill(item))
      expect(play({ ...scenario, items })).toEqual(play(scenario))
    }),
    { numRuns: 150 },
  )
})

test('an old message that comes again later changes nothing', () => {
  fc.assert(
    fc.property(anyCase, fc.nat(), fc.nat(), (index, a, b) => {
      const scenario = caseOf(index)
      const readings = scenario.items.filter(item => item.kind === 'reading')
      const [from, to] = [a % readings.length, b % readings.length].sort((x, y) => x - y) as [number, number]
      const again = readings.slice(from, from + 1)
      const at = scenario.items.indexOf(readings[to] as SpoolItem) + 1
      expect(play({ ...scenario, items: scenario.items.toSpliced(at, 0, ...again) })).toEqual(play(scenario))
    }),
    { numRuns: 150 },
  )
})

test('messages that come in parts, in any order, change nothing', () => {
  fc.assert(
    fc.property(anyCase, fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 20 }), (index, seeds) => {
      const scenario = caseOf(index)
      const items = scenario.items.flatMap((item, i) => split(item, seeds[i % seeds.length] ?? 0))
      expect(play({ ...scenario, items })).toEqual(play(scenario))
    }),
    { numRuns: 150 },
  )
})
