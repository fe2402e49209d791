import { readFileSync } from 'node:fs'
import type { Catalogue, ClassEntry } from '#domain/catalogue.ts'
import { parseClass } from '#domain/catalogue.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { metricsOf } from '../../../rules/conditions/metricsOf.ts'
import { judge } from '../../../rules/testing/judge.ts'
import { readRuleTests } from '../../../rules/testing/readRuleTests.ts'
import { shippedRuleTests } from '../../../rules/testing/ruleTests.ts'
import { runScenario } from '../../../rules/testing/runScenario.ts'
import type { Scenario } from '../../../rules/testing/scenario.ts'
import { type Mutant, mutateCondition } from './mutateCondition.ts'

/** Whether the cases notice that a fault of the catalogue was made wrong. */
export interface Verdict {
  fault: string
  how: string
  noticed: boolean
}

/** Makes each fault wrong in every known way and plays its cases; `only` picks some of the mutants of a fault. */
export function* tryMutants(catalogue: Catalogue, only: (index: number) => boolean = () => true): Generator<Verdict> {
  for (const file of shippedRuleTests()) {
    const tests = readRuleTests(file, readFileSync(file, 'utf8'), catalogue)
    const { entry } = tests.class
    for (const fault of entry.faults) {
      const cases = tests.scenarios.filter(s => s.fault === fault.code || s.expected.has(fault.code))
      for (const [index, [how, mutant]] of mutantsOf(entry, fault).entries())
        if (only(index)) yield { fault: fault.code, how, noticed: cases.some(s => fails(s, mutant, catalogue)) }
    }
  }
}

function mutantsOf(entry: ClassEntry, fault: FaultRule): Mutant<ClassEntry>[] {
  const defaults = (param: string) => entry.params.find(p => p.name === param)?.default
  const with_ = (change: Partial<FaultRule>) => alone(entry, { ...fault, ...change })
  const metrics = [...new Set([...metricsOf(fault.condition), ...metricsOf(fault.clear)])]
  const has = (key: 'validWhen' | 'appliesWhen') => metrics.filter(name => entry.metric.get(name)?.[key])
  return [
    ...mutateCondition(fault.condition, defaults).map(([how, condition]) => [how, with_({ condition })] as const),
    ...mutateCondition(fault.clear, defaults).map(([how, clear]) => [`clear ${how}`, with_({ clear })] as const),
    ...(fault.tiers ?? []).flatMap((tier, i) =>
      mutateCondition(tier.condition, defaults).map(([how, condition]) => {
        const tiers = fault.tiers?.with(i, { ...tier, condition })
        return [`tier ${i} ${how}`, with_(tiers ? { tiers } : {})] as const
      }),
    ),
    ...(fault.clear.type === 'manual' ? [] : [['latched flipped', with_({ latched: !fault.latched })] as const]),
    ...(fault.appliesWhen || has('appliesWhen').length > 0
      ? [['appliesWhen ignored', alone(entry, without(fault), 'appliesWhen', has('appliesWhen'))] as const]
      : []),
    ...has('validWhen').map(name => [`${name} validWhen ignored`, alone(entry, fault, 'validWhen', [name])] as const),
  ]
}

const without = ({ appliesWhen: _, ...fault }: FaultRule): FaultRule => fault

/** The class with one fault only, and with some of its metrics no longer gated. */
function alone(entry: ClassEntry, fault: FaultRule, gate?: string, names: readonly string[] = []): ClassEntry {
  const { metric: _m, fault: _f, ...json } = entry
  const metrics = entry.metrics.map(m =>
    names.includes(m.name) ? Object.fromEntries(Object.entries(m).filter(([key]) => key !== gate)) : m,
  )
  return parseClass(entry.code, { ...json, metrics, faults: [fault] })
}

function fails(scenario: Scenario, entry: ClassEntry, catalogue: Catalogue): boolean {
  const code = entry.faults[0]?.code ?? ''
  const resets = scenario.fault === code ? scenario.resets : []
  const expected = new Map([[code, scenario.expected.get(code) ?? []]])
  const own = { ...scenario, resets, expected, othersMayFire: true }
  const played = runScenario(own, { ...catalogue, classes: new Map([[entry.code, entry]]) })
  return judge(own, played, entry).length > 0
}
