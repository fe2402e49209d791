import { type Catalogue, type ClassEntry, parseClass } from '#domain/catalogue.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { metricsOf } from '../conditions/metricsOf.ts'
import type { Problems } from './problems.ts'
import type { InlineRule, RuleTestFile } from './ruleTestFile.ts'

/** The class that a file tests, with the file's own rules in it, and a catalogue of nothing else. */
export interface ClassUnderTest {
  entry: ClassEntry
  catalogue: Catalogue
}

export function classUnderTest(file: RuleTestFile, catalogue: Catalogue, problems: Problems) {
  const known = catalogue.classes.get(file.class)
  if (!known) {
    problems.add(['class'], `the catalogue has no class "${file.class}"`)
    return undefined
  }
  for (const [i, rule] of (file.rules ?? []).entries())
    for (const metric of [...metricsOf(rule.condition), ...metricsOf(rule.clear)])
      if (!known.metric.has(metric)) problems.add(['rules', i], `${file.class} has no metric "${metric}"`)
  return withEntry(withRules(known, file.rules ?? []), catalogue)
}

/** The same with another version of the class, as a check of the tests themselves needs it. */
const withEntry = (entry: ClassEntry, catalogue: Catalogue): ClassUnderTest => ({
  entry,
  catalogue: { ...catalogue, classes: new Map([[entry.code, entry]]) },
})

function withRules(entry: ClassEntry, rules: readonly InlineRule[]): ClassEntry {
  if (rules.length === 0) return entry
  const own = new Set(rules.map(rule => rule.code))
  const { metric: _m, fault: _f, ...json } = entry
  const kept = entry.faults.filter(fault => !own.has(fault.code))
  return parseClass(entry.code, { ...json, faults: [...kept, ...rules.map(asFault)] })
}

/** A rule as a fault that nobody repairs: only its detection is tested. */
const asFault = ({ code, condition, clear, latched = false, severity = 'general' }: InlineRule): FaultRule => ({
  ...{ code, condition, clear, latched, severity },
  ...{ name: code, name_zh: code, conditionText: '', clearText: '' },
  ...{ lifeSafety: false, takesOutOfService: false, skill: '', crew: 1, estRepairMin: 0, parts: [], actions: [] },
  ticket: { autoOpen: false, mode: 'none' },
})
