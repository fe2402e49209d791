import { Compile } from 'typebox/compile'
import { conditionsShape } from '#domain/conditionShape.ts'
import { FaultRule } from '#domain/equipmentClass.ts'
import { refuseProblems, ruleProblem } from '#domain/ruleProblem.ts'
import { RULE_LIMITS } from '#domain/rules.ts'
import { schemaProblems } from '#domain/schemaProblems.ts'

const schema = Compile(FaultRule)

/** Objects and arrays in each other; a condition inside a list is two. */
const DEEPEST = 2 * RULE_LIMITS.depth + 4

function refuseDeep(value: unknown, left: number): void {
  if (value === null || typeof value !== 'object') return
  if (left === 0) refuseProblems([ruleProblem('', 'tooDeep', { limit: RULE_LIMITS.depth })])
  for (const part of Object.values(value)) refuseDeep(part, left - 1)
}

/**
 * Whether something is a rule at all; size and depth are looked at first, before anything walks through it.
 * @throws CodedError RULE_TOO_DEEP, RULE_TOO_LARGE, RULE_INVALID with the problems
 */
export function checkShape(given: object & { condition?: unknown; clear?: unknown; tiers?: unknown }): FaultRule {
  refuseDeep(given, DEEPEST)
  const { condition, clear, tiers } = given
  const length = JSON.stringify([condition, clear, tiers]).length
  if (length > RULE_LIMITS.expression)
    refuseProblems([ruleProblem('/condition', 'tooLarge', { limit: RULE_LIMITS.expression })])
  refuseProblems(conditionsShape(given))
  if (!schema.Check(given)) refuseProblems(schemaProblems(schema.Errors(given)))
  return given as FaultRule
}
