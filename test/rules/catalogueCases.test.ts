import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRuleTests } from '../../rules/testing/readRuleTests.ts'
import { runRuleTests, shippedRuleTests } from '../../rules/testing/ruleTests.ts'
import type { Scenario } from '../../rules/testing/scenario.ts'
import { catalogue } from './story.ts'

const files = shippedRuleTests()

describe.each(files.map(file => ({ file, kind: basename(file, '.yaml') })))('$kind', ({ file }) => {
  test.each(runRuleTests(file, catalogue))('$fault: $name', ({ differences }) => {
    expect(differences).toEqual([])
  })
})

describe('every fault of the catalogue has a case', () => {
  const scenarios = files.flatMap(file => readRuleTests(file, readFileSync(file, 'utf8'), catalogue).scenarios)
  const faults = [...catalogue.classes.values()].flatMap(c => c.faults)
  const withFaults = [
    ...new Set([...catalogue.classes.values()].filter(c => c.faults.length > 0).map(c => c.code)),
  ].sort()
  const lacking = (shows: (scenario: Scenario, code: string, latched: boolean) => boolean) =>
    faults.filter(f => !scenarios.some(s => shows(s, f.code, f.latched))).map(f => f.code)
  const states = (scenario: Scenario, code: string) => (scenario.expected.get(code) ?? []).map(m => m.state)

  test('there are all of them', () => {
    expect(faults).toHaveLength(207)
    expect(files.map(file => basename(file, '.yaml')).sort()).toEqual(withFaults)
  })

  test('that raises it', () => {
    expect(lacking((s, code) => states(s, code).includes('firing'))).toEqual([])
  })

  test('that nearly does', () => {
    expect(lacking((s, code) => s.fault === code && states(s, code).length === 0)).toEqual([])
  })

  test('that clears it; a latched one is refused a reset first, and clears by no other means', () => {
    const resets = (s: Scenario, code: string): string[] => (s.fault === code ? s.resets.map(r => r.meets) : [])
    expect(
      lacking(
        (s, code, latched) =>
          states(s, code).includes('resolved') &&
          (!latched || ['refused', 'accepted'].every(word => resets(s, code).includes(word))),
      ),
    ).toEqual([])
  })

  test('and every class is quiet on an ordinary day', () => {
    const quiet = (s: Scenario) => !s.othersMayFire && s.expected.size === 0
    const perClass = Object.groupBy(scenarios.filter(quiet), s => s.equipment.class)
    expect(Object.keys(perClass).sort()).toEqual(withFaults)
  })
})
