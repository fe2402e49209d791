import { Compile } from 'typebox/compile'
import { Condition } from './condition.ts'
import { partPath, partsOf } from './conditionParts.ts'
import { type Problem, problem } from './problem.ts'
import { RULE_LIMITS } from './rules.ts'
import { schemaProblems } from './schemaProblems.ts'

type Branch = (typeof Condition.$defs.Condition.anyOf)[number]

/** What stands for a part inside: only whether it is there, and a list where one belongs. */
function withoutParts(property: object): object {
  if (!JSON.stringify(property).includes('$ref')) return property
  return 'type' in property && property.type === 'array' ? { type: 'array' } : {}
}

function shapeOf(branch: Branch) {
  const properties = Object.entries(branch.properties)
  const fields = Object.fromEntries(properties.map(([key, property]) => [key, withoutParts(property)]))
  const check = Compile({ ...branch, properties: fields } as Branch)
  return { check, fields: branch.properties.type.const === 'external' ? undefined : Object.keys(fields) }
}

const SHAPES = new Map(Condition.$defs.Condition.anyOf.map(branch => [branch.properties.type.const, shapeOf(branch)]))

/**
 * What is wrong with the form of a condition and of those inside it, each at its place; the schema of all conditions
 * would tell what each kind misses. Deeper levels than may be are not looked at.
 */
function conditionShape(given: unknown, path: string, depth = 0): Problem[] {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return [problem(path, 'notObject')]
  const { type } = given as { type?: unknown }
  const shape = SHAPES.get(type as Condition['type'])
  if (!shape) return [problem(path, 'unknownType', { type: String(type) })]
  const stray = Object.keys(given).filter(key => shape.fields?.includes(key) === false)
  const parts = depth < RULE_LIMITS.depth ? partsOf(given as Condition) : []
  return [
    ...schemaProblems(shape.check.Errors(given), path),
    ...stray.map(field => problem(`${path}/${field}`, 'strayOfType', { type: String(type), field })),
    ...parts.flatMap(inner => conditionShape(inner.part, partPath(path, inner), depth + 1)),
  ]
}

interface Conditions {
  condition?: unknown
  clear?: unknown
  tiers?: unknown
}

/** The same of all conditions of a rule that are given. */
export function conditionsShape({ condition, clear, tiers }: Conditions): Problem[] {
  const graded = Array.isArray(tiers) ? tiers : []
  return [
    ...(condition == null ? [] : conditionShape(condition, '/condition')),
    ...(clear == null ? [] : conditionShape(clear, '/clear')),
    ...graded.flatMap((tier, i) => conditionShape(tier?.condition, `/tiers/${i}/condition`)),
  ]
}
