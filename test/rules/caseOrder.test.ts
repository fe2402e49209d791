import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FaultTransition } from '#domain/faults.ts'
import type { SpoolItem } from '#domain/spool.ts'
import { readRuleTests } from '../../rules/testing/readRuleTests.ts'
import { START, timeOf } from '../../rules/testing/reports.ts'
import { shippedRuleTests } from '../../rules/testing/ruleTests.ts'
import type { Scenario } from '../../rules/testing/scenario.ts'
import { catalogue, makeEngineOf } from './story.ts'

/** Cases that report oftener than the lateness, so that order can change, and whose resets do not depend on it. */
const scenarios = shippedRuleTests()
  .flatMap(file => readRuleTests(file, readFileSync(file, 'utf8'), catalogue).scenarios)
  .filter(s => s.items.length > 1 && s.items.length <= 400 && s.resets.length === 0)
  .filter(s => s.items.some((item, i) => i > 0 && timeOf(item) - timeOf(s.items[i - 1] as SpoolItem) < 119_000))

interface Remaining {
  id: string
  code: string
  at: number
  end?: number
}

/** The faults that remain in the end, each with its end if it has one; what was taken back is none. */
function remaining(transitions: readonly FaultTransition[]): Remaining[] {
  const faults = new Map<string, Remaining>()
  for (const { id, code, to, at } of transitions) {
    const known = faults.get(id)
    if (to === 'firing') faults.set(id, { id, code, at: known?.at ?? at })
    if (to === 'resolved' && known) faults.set(id, { id, code, at: known.at, end: at })
  }
  return [...faults.values()].filter(f => f.end !== f.at)
}

const isLatched = ({ equipment }: Scenario, code: string) =>
  catalogue.classes.get(equipment.class)?.fault.get(code)?.latched === true

function play(scenario: Scenario, items: readonly SpoolItem[]) {
  const engine = makeEngineOf(scenario.equipment)
  for (const item of items) engine.take(item)
  engine.tick(START + scenario.until + 119_000)
  const faults = remaining(engine.transitions())
  const told = (of: readonly Remaining[]) =>
    of.map(({ code, at, end }) => `${code} ${at - START} ${end === undefined ? 'open' : end - START}`).sort()
  return {
    faults: told(faults),
    unlatched: told(faults.filter(({ code }) => !isLatched(scenario, code))),
    open: faults.filter(({ end }) => end === undefined).map(({ id }) => id),
    firing: engine.firing().map(({ id }) => id),
  }
}

const delayed = (items: readonly SpoolItem[], delays: readonly number[]): SpoolItem[] =>
  items
    .map((item, i) => ({ item, arrives: timeOf(item) + (delays[i % delays.length] ?? 0) * 1000 }))
    .sort((a, b) => a.arrives - b.arrives)
    .map(({ item }) => item)

const anyCase = fc.nat({ max: scenarios.length - 1 })
const anyDelays = fc.array(fc.nat({ max: 119 }), { minLength: 2, maxLength: 40 })

test('in whatever order messages come within the lateness, the faults that remain are the same', () => {
  fc.assert(
    fc.property(anyCase, anyDelays, (index, delays) => {
      const scenario = scenarios[index] as Scenario
      const [inOrder, late] = [play(scenario, scenario.items), play(scenario, delayed(scenario.items, delays))]
      expect(late.unlatched).toEqual(inOrder.unlatched)
      expect(late.faults).toEqual(expect.arrayContaining(inOrder.faults))
      expect(new Set(late.firing)).toEqual(new Set(late.open))
    }),
    { numRuns: 300 },
  )
})
