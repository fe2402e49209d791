import type { Catalogue } from '#domain/catalogue.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'
import { explainRule } from '#domain/explain/explainRule.ts'
import type { Actor } from '#domain/people.ts'
import type { Problem } from '#domain/problem.ts'
import { seesRule } from '#domain/ruleScope.ts'
import type { RuleInForce, RuleListing } from '#domain/rules.ts'
import type { Millis } from '#domain/time.ts'
import { needClass, type RuleWorld } from './checkRule.ts'
import { classInForce, liveCatalogue } from './inForce.ts'
import { ruleHash } from './ruleHash.ts'
import { type KeptVersion, newestVersions } from './ruleRows.ts'
import { toldRule } from './toldRule.ts'

export interface RuleBookNeeds extends RuleWorld {
  now(): Millis
}

/** A rule of a class as it was entered, with the version that a person made of it. */
export interface FoundRule {
  class: string
  rule: FaultRule
  kept?: KeptVersion
}

/** What the rule book knows; `kept` are the newest versions that people made. */
export interface BookState {
  needs: RuleBookNeeds
  /** As the product ships it. */
  shipped: Catalogue
  /** With the rules in force. */
  catalogue: Catalogue
  kept: Map<string, KeptVersion>
  problems: Map<string, Problem>
  listeners: Set<() => void>
  /** What was told of rules, as long as it holds. */
  told: Map<string, Told>
  /** Puts the rules of a class in force anew. */
  rebuild(kind: string): void
}

export async function openBookState(needs: RuleBookNeeds): Promise<BookState> {
  const { catalogue, put } = liveCatalogue(needs.catalogue)
  const kept = new Map((await newestVersions(needs.database.db)).map(version => [version.code, version]))
  const problems = new Map<string, Problem>()
  const rebuild = (kind: string) => {
    const [entry, before] = [needs.catalogue.classes.get(kind), catalogue.classes.get(kind)]
    if (!entry || !before) return
    const own = [...kept.values()].filter(version => version.class === kind)
    const made = classInForce(entry, own, before)
    put(made.entry)
    for (const { code } of own) problems.delete(code)
    for (const [code, problem] of made.problems) problems.set(code, problem)
  }
  for (const kind of needs.catalogue.classes.keys()) rebuild(kind)
  return { needs, shipped: needs.catalogue, catalogue, kept, problems, listeners: new Set(), told: new Map(), rebuild }
}

/** The rule of a class as the product ships it. */
export const shippedRule = ({ shipped }: BookState, kind: string, code: string): FaultRule | undefined =>
  shipped.classes.get(kind)?.fault.get(code)

export function findRule(state: BookState, code: string): FoundRule | undefined {
  const kept = state.kept.get(code)
  const kind = kept?.class ?? [...state.shipped.classes.values()].find(entry => entry.fault.has(code))?.code
  if (kind === undefined) return undefined
  const rule = kept?.rule ?? shippedRule(state, kind, code)
  return rule && { class: kind, rule, ...(kept && { kept }) }
}

/** @throws CodedError NOT_FOUND */
export function needRule(state: BookState, code: string, actor: Actor): FoundRule {
  const found = findRule(state, code)
  if (!found || !seesRule(actor, found.rule, state.needs.equipment))
    throw new CodedError('NOT_FOUND', { rule: code }, `There is no rule ${code}`)
  return found
}

/** A view with what it was made of. */
interface Told {
  kept: KeptVersion | undefined
  inForce: FaultRule | undefined
  problem: Problem | undefined
  view: RuleInForce
}

const originOf = (state: BookState, code: string, found: FoundRule): RuleInForce['origin'] => {
  if (shippedRule(state, found.class, code) === undefined) return 'own'
  return found.kept?.rule ? 'changed' : 'catalogue'
}

/** A rule as it is found in a list. */
export const listing = (state: BookState, code: string, found: FoundRule): RuleListing => ({
  code,
  class: found.class,
  origin: originOf(state, code, found),
  rule: found.rule,
})

/** A rule with all that the book tells of it; made once while it stays the same, since its words take a while. */
export function ruleView(state: BookState, code: string, found: FoundRule): RuleInForce {
  const { kept } = found
  const inForce = state.catalogue.classes.get(found.class)?.fault.get(code)
  const problem = state.problems.get(code)
  const told = state.told.get(code)
  if (told && told.kept === kept && told.inForce === inForce && told.problem === problem) return told.view
  const view = makeView(state, code, found, problem)
  state.told.set(code, { kept, inForce, problem, view })
  return view
}

function makeView(state: BookState, code: string, found: FoundRule, problem: Problem | undefined): RuleInForce {
  const entry = needClass(state.catalogue, found.class)
  const { version = 0, at, by, reason } = found.kept ?? {}
  return {
    code,
    class: found.class,
    origin: originOf(state, code, found),
    version,
    hash: ruleHash(found.rule),
    ...(at !== undefined && { at }),
    ...(by !== undefined && { by }),
    ...(reason !== undefined && { reason }),
    rule: toldRule(found.rule),
    ...(problem !== undefined && { problem }),
    explanation: explainRule(entry, entry.fault.get(code) ?? found.rule),
  }
}

/** The codes of all rules, those of the catalogue and people's own. */
export const ruleCodes = ({ shipped, kept }: BookState): string[] => {
  const codes = [...shipped.classes.values()].flatMap(entry => entry.faults.map(rule => rule.code))
  return [...new Set([...codes, ...kept.keys()])].sort()
}
