import type { FastifyRequest } from 'fastify'
import { conditionsShape } from '#domain/conditionShape.ts'
import { FaultRule } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'

const MOST_PROBLEMS = 20

type Fields = Readonly<Record<string, unknown>>

/** What a read tells beside the rule, and what follows from its conditions. */
const TOLD = new Set([
  'conditionText',
  'clearText',
  'origin',
  'hash',
  'at',
  'by',
  'problem',
  'explanation',
  'health',
  'precision',
  'shadow',
  'budget',
  'rule',
])

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @throws CodedError BAD_REQUEST with what is wrong with the form of its conditions, where the schema would tell too much */
function refuseMalformed(rule: Fields): Fields {
  const problems = conditionsShape(rule)
  if (problems.length > 0) throw new CodedError('BAD_REQUEST', { problems: problems.slice(0, MOST_PROBLEMS) })
  return rule
}

/** A rule as it was read, whole or what is in its `rule`, as it is entered. */
function asEntered(given: unknown): unknown {
  if (!isFields(given)) return given
  const { version: _, ...rule } = isFields(given.rule) ? given.rule : {}
  return refuseMalformed(Object.fromEntries(Object.entries({ ...rule, ...given }).filter(([key]) => !TOLD.has(key))))
}

function withoutVersion(given: unknown): unknown {
  if (!isFields(given)) return given
  const { version: _, ...fields } = given
  return fields
}

/** Lets a rule that was read be entered as a new one: that has no version yet. */
export async function enterNew(request: FastifyRequest): Promise<void> {
  request.body = withoutVersion(asEntered(request.body))
}

/** Lets a rule that was read be tried. */
export async function enterTried(request: FastifyRequest): Promise<void> {
  const { body } = request
  if (isFields(body) && isFields(body.rule)) request.body = { ...body, rule: withoutVersion(asEntered(body.rule)) }
}

/** Lets a rule that was read be put back; another's code stays and is refused. */
export async function enterChange(request: FastifyRequest): Promise<void> {
  const entered = asEntered(request.body)
  if (!isFields(entered)) return
  const { code, ...fields } = entered
  request.body = code === (request.params as Fields).code ? fields : entered
}

const OPTIONAL = Object.keys(FaultRule.properties).filter(
  key => !(FaultRule.required as string[]).includes(key) && key !== 'version',
)

/** The change that makes a rule what is given: optional fields that are left out are taken away. */
export const wholeChange = (fields: object): object => ({
  ...Object.fromEntries(OPTIONAL.map(key => [key, null])),
  ...fields,
})
