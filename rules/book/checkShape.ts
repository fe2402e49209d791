import { Compile } from 'typebox/compile'
import { Condition } from '#domain/condition.ts'
import { FaultRule } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'
import { RULE_LIMITS } from '#domain/rules.ts'
import { everyPart } from '../conditions/everyPart.ts'
import { type RuleProblem, refuseProblems } from './problems.ts'

const schema = Compile(FaultRule)

/** Objects and arrays in each other; a condition inside a list is two. */
const DEEPEST = 2 * RULE_LIMITS.depth + 4

function refuseDeep(value: unknown, left: number): void {
  if (value === null || typeof value !== 'object') return
  if (left === 0) throw new CodedError('RULE_TOO_DEEP', { limit: RULE_LIMITS.depth })
  for (const part of Object.values(value)) refuseDeep(part, left - 1)
}

/** The fields of each type of condition; the schema itself lets others pass. */
const FIELDS: ReadonlyMap<string, readonly string[]> = new Map(
  Condition.$defs.Condition.anyOf.map(({ properties }) => [properties.type.const, Object.keys(properties)]),
)

const strayFields = (condition: Condition, path: string): RuleProblem[] =>
  everyPart(condition).flatMap(part =>
    part.type === 'external'
      ? []
      : Object.keys(part)
          .filter(key => !FIELDS.get(part.type)?.includes(key))
          .map(key => ({ code: 'RULE_INVALID' as const, path, message: `${part.type} has no field ${key}` })),
  )

/**
 * Whether something is a rule at all; size and depth are looked at first, before anything walks through it.
 * @throws CodedError RULE_TOO_DEEP, RULE_TOO_LARGE, RULE_INVALID with the problems
 */
export function checkShape(given: object & { condition?: unknown; clear?: unknown; tiers?: unknown }): FaultRule {
  refuseDeep(given, DEEPEST)
  const { condition, clear, tiers } = given
  const length = JSON.stringify([condition, clear, tiers]).length
  if (length > RULE_LIMITS.expression) throw new CodedError('RULE_TOO_LARGE', { length, limit: RULE_LIMITS.expression })
  if (!schema.Check(given))
    refuseProblems(
      [...schema.Errors(given)].map(({ instancePath, message }) => ({
        code: 'RULE_INVALID',
        path: instancePath,
        message,
      })),
    )
  const rule = given as FaultRule
  const graded = (rule.tiers ?? []).flatMap((tier, i) => strayFields(tier.condition, `/tiers/${i}/condition`))
  refuseProblems([...strayFields(rule.condition, '/condition'), ...strayFields(rule.clear, '/clear'), ...graded])
  return rule
}
