import type { FaultRule } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { RuleInForce } from '#domain/rules.ts'
import { type BookState, findRule, needRule, ruleView, shippedRule } from './bookState.ts'
import { checkRule, needClass } from './checkRule.ts'
import { checkShape } from './checkShape.ts'
import { type FindRule, fillReferences } from './references.ts'
import { ruleHash } from './ruleHash.ts'
import { refuseForeign, refuseSilencing } from './ruleRights.ts'
import { keepVersion } from './ruleRows.ts'

/** Who enters a rule, and why. */
interface Entering {
  actor: Actor
  reason: string
}

/** Finds what a rule of a class may refer to, with one rule as it is about to become. */
const finderIn =
  (state: BookState, kind: string, changed: FaultRule): FindRule =>
  code => {
    if (code === changed.code) return changed
    const found = findRule(state, code)
    return found?.class === kind ? found.rule : undefined
  }

/**
 * The rule with its references filled in, when it may come into force in its class.
 * @throws CodedError UNKNOWN_CLASS, and see `checkShape`, `fillReferences`, `checkRule`
 */
export async function checkedRule(state: BookState, kind: string, rule: FaultRule): Promise<FaultRule> {
  const entry = needClass(state.shipped, kind)
  const filled = checkShape(fillReferences(checkShape(rule), finderIn(state, kind, rule)))
  await checkRule(filled, entry, entry.fault.get(rule.code), state.needs)
  return filled
}

/** Other rules may refer to this one: a change must not lead them in a circle. @throws CodedError RULE_CYCLE */
function refuseBreaking(state: BookState, kind: string, changed: FaultRule): void {
  for (const { class: of, code, rule } of state.kept.values())
    if (of === kind && rule && code !== changed.code) fillReferences(rule, finderIn(state, kind, changed))
}

/** Keeps a version and puts it in force; null is the catalogue's own. */
export async function keepRule(
  state: BookState,
  { kind, code, rule }: { kind: string; code: string; rule: FaultRule | null },
  { actor, reason }: Entering,
): Promise<RuleInForce> {
  const shown = rule ?? shippedRule(state, kind, code)
  if (!shown) throw new CodedError('NOT_FOUND', { rule: code })
  const version = (state.kept.get(code)?.version ?? 0) + 1
  const at = state.needs.now()
  const made = { code, class: kind, version, hash: ruleHash(shown), at, by: actor.username, reason, rule }
  await keepVersion(state.needs.database, made)
  state.kept.set(code, made)
  state.rebuild(kind)
  for (const listener of state.listeners) listener()
  return ruleView(state, code, needRule(state, code, actor))
}

/** Replaces a rule by another version of it. @throws CodedError NOT_FOUND, FORBIDDEN, STALE_VERSION, and see {@link checkedRule} */
export async function replaceRule(
  state: BookState,
  code: string,
  rule: FaultRule,
  { actor, reason }: Entering,
): Promise<RuleInForce> {
  const found = needRule(state, code, actor)
  refuseForeign(actor, found.rule, state.needs.equipment)
  refuseForeign(actor, rule, state.needs.equipment)
  refuseSilencing(actor, found.rule, rule)
  await checkedRule(state, found.class, rule)
  refuseBreaking(state, found.class, rule)
  const original = rule === shippedRule(state, found.class, code)
  return await keepRule(state, { kind: found.class, code, rule: original ? null : rule }, { actor, reason })
}
