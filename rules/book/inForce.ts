import { type Catalogue, type ClassEntry, classEntry } from '#domain/catalogue.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { type Problem, problem } from '#domain/problem.ts'
import { problemsIn } from '#domain/ruleProblem.ts'
import { usableProblems } from './checkRule.ts'
import { fillReferences } from './references.ts'
import type { KeptVersion } from './ruleRows.ts'

/** The rules of one class as they are in force. */
interface ClassInForce {
  entry: ClassEntry
  /** Why a kept version is not in force, by code. */
  problems: ReadonlyMap<string, Problem>
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Fills in a rule, or says why it cannot be used: the product may have changed under it. */
function prepare(rule: FaultRule, shipped: ClassEntry, sources: ReadonlyMap<string, FaultRule>): FaultRule | Problem {
  try {
    const filled = fillReferences(rule, code => sources.get(code))
    return usableProblems(filled, shipped, shipped.fault.get(rule.code))[0] ?? filled
  } catch (error) {
    const [first] = problemsIn(error)
    return first ?? { ...problem('', 'wrongForm'), message: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * Puts a class together anew: the catalogue's rules, those of them that people changed, and people's own. A rule that did
 * not change stays the same object, so that whoever follows it sees that it did not.
 */
export function classInForce(shipped: ClassEntry, kept: readonly KeptVersion[], before: ClassEntry): ClassInForce {
  const sources = new Map(shipped.fault)
  for (const { code, rule, version } of kept) if (rule) sources.set(code, { ...rule, version })
  const problems = new Map<string, Problem>()
  const faults = [...sources.values()].flatMap(source => {
    const original = shipped.fault.get(source.code)
    const made = source === original ? source : prepare(source, shipped, sources)
    if ('reason' in made) problems.set(source.code, made)
    const rule = 'reason' in made ? original : made
    if (!rule) return []
    const known = before.fault.get(rule.code)
    return [known && same(known, rule) ? known : rule]
  })
  const unchanged = same(faults.length, before.faults.length) && faults.every((rule, i) => rule === before.faults[i])
  return { entry: unchanged ? before : classEntry({ ...shipped, faults }), problems }
}

/** A catalogue of its own whose classes may be replaced. */
export function liveCatalogue(catalogue: Catalogue): { catalogue: Catalogue; put(entry: ClassEntry): void } {
  const classes = new Map(catalogue.classes)
  return { catalogue: { ...catalogue, classes }, put: entry => void classes.set(entry.code, entry) }
}
