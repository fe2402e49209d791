import type { TLocalizedValidationError } from 'typebox/error'
import { type Problem, type ProblemReason, problem } from './problem.ts'

const LIMITS: Readonly<Record<string, ProblemReason>> = {
  minimum: 'least',
  exclusiveMinimum: 'moreThan',
  maximum: 'most',
  exclusiveMaximum: 'lessThan',
  minLength: 'shortest',
  maxLength: 'longest',
  minItems: 'fewest',
  maxItems: 'mostItems',
}
const TYPES: Readonly<Record<string, ProblemReason>> = {
  number: 'notNumber',
  integer: 'notInteger',
  string: 'notText',
  boolean: 'notYesNo',
  array: 'notList',
  object: 'notObject',
}
const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

function problemsOf(error: TLocalizedValidationError, path: string): Problem[] {
  const { keyword, params } = error
  const {
    limit,
    type,
    requiredProperties = [],
    allowedValues,
    allowedValue,
  } = params as {
    limit?: number
    type?: string
    requiredProperties?: string[]
    allowedValues?: unknown[]
    allowedValue?: unknown
  }
  if (limit !== undefined && LIMITS[keyword])
    return [keyword === 'minLength' && limit === 1 ? problem(path, 'empty') : problem(path, LIMITS[keyword], { limit })]
  if (keyword === 'required') return requiredProperties.map(field => problem(path, 'required', { field }))
  if (keyword === 'type') return [problem(path, TYPES[type ?? ''] ?? 'wrongForm')]
  if (keyword === 'boolean') return [problem(path, 'stray', { field: lastOf(path) })]
  if (keyword === 'enum' || keyword === 'const')
    return [problem(path, 'notOneOf', { values: (allowedValues ?? [allowedValue]).join(', ') })]
  if ('pattern' in params) return [problem(path, 'pattern', { pattern: String(params.pattern) })]
  return [problem(path, 'wrongForm')]
}

/** What a schema finds wrong, each thing once: neither what each alternative of a union misses, nor a stray field twice. */
export function schemaProblems(errors: readonly TLocalizedValidationError[], at = ''): Problem[] {
  const unions = errors.filter(error => error.keyword === 'anyOf').map(error => `${error.schemaPath}/anyOf/`)
  const named = errors.some(error => error.keyword === 'boolean')
  return errors
    .filter(({ schemaPath }) => !unions.some(union => schemaPath.startsWith(union)))
    .filter(({ keyword }) => keyword !== 'additionalProperties' || !named)
    .flatMap(error => problemsOf(error, at + error.instancePath))
}
