import type { Condition } from '#domain/condition.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import type { Problem, ProblemReason } from '#domain/problem.ts'
import { refusal, ruleProblem } from '#domain/ruleProblem.ts'
import { RULE_LIMITS } from '#domain/rules.ts'

/** Parts that one rule may have once its references are filled in. */
const MOST_PARTS = 2_000

/** Finds another rule of the same class as it was entered. */
export type FindRule = (code: string) => FaultRule | undefined

interface Filling {
  find: FindRule
  /** The rules that lead here, outermost first. */
  path: readonly string[]
  /** JSON pointer of the condition that is filled in. */
  at: string
  budget: { parts: number }
}

/**
 * Puts the conditions of the rules that a rule refers to (`{ "type": "rule", "code": … }`) in their places.
 * @throws CodedError UNKNOWN_RULE, RULE_CYCLE with the path, RULE_TOO_LARGE, RULE_TOO_DEEP
 */
export function fillReferences(rule: FaultRule, find: FindRule): FaultRule {
  const filling = { find, path: [rule.code], budget: { parts: MOST_PARTS } }
  const condition = fill(rule.condition, { ...filling, at: '/condition' })
  const clear = fill(rule.clear, { ...filling, at: '/clear' })
  const tiers = rule.tiers?.map((tier, i) => ({
    ...tier,
    condition: fill(tier.condition, { ...filling, at: `/tiers/${i}/condition` }),
  }))
  const same = tiers?.every((tier, i) => tier.condition === rule.tiers?.[i]?.condition) !== false
  if (condition === rule.condition && clear === rule.clear && same) return rule
  return { ...rule, condition, clear, ...(tiers && { tiers }) }
}

function fill(condition: Condition, filling: Filling): Condition {
  if (--filling.budget.parts < 0) refuse(filling, 'tooManyParts', { limit: MOST_PARTS })
  switch (condition.type) {
    case 'rule':
      return follow(condition.code, filling)
    case 'all':
    case 'any': {
      const of = condition.of.map(part => fill(part, filling))
      return of.every((part, i) => part === condition.of[i]) ? condition : { ...condition, of }
    }
    case 'count':
    case 'nOfM': {
      const of = fill(condition.of, filling)
      return of === condition.of ? condition : { ...condition, of }
    }
    case 'sequence': {
      const [first, second] = [fill(condition.first, filling), fill(condition.then, filling)]
      // biome-ignore lint/suspicious/noThenProperty: the catalogue's grammar names it so
      return first === condition.first && second === condition.then ? condition : { ...condition, first, then: second }
    }
    case 'rate':
    case 'stuck': {
      const when = condition.when && fill(condition.when, filling)
      return when === condition.when ? condition : { ...condition, ...(when && { when }) }
    }
    default:
      return condition
  }
}

function refuse({ at }: Filling, reason: ProblemReason, params: Problem['params']): never {
  throw refusal([ruleProblem(at, reason, params)])
}

function follow(code: string, filling: Filling): Condition {
  const path = [...filling.path, code]
  if (filling.path.includes(code)) refuse(filling, 'circle', { path: path.join(' → ') })
  if (path.length > RULE_LIMITS.depth) refuse(filling, 'tooDeep', { limit: RULE_LIMITS.depth })
  const found = filling.find(code) ?? refuse(filling, 'unknownRule', { rule: code })
  return fill(found.condition, { ...filling, path })
}
