import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import { CodedError } from '#domain/errors.ts'
import { schemaProblems } from '#domain/schemaProblems.ts'

const MAX_PROBLEMS = 10

/** A schema that contains itself is walked as deep as the value goes. */
function passes(check: { Check(value: unknown): boolean }, value: unknown): boolean {
  try {
    return check.Check(value)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new CodedError('BAD_REQUEST', { problems: [{ message: 'is nested too deeply' }] })
  }
}

/** Checks with the schemas that check MQTT too. Only what arrives as text (path, query) is converted; a body has to be right as it is. */
const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = Compile(schema)
  return (given: unknown) => {
    const value = Value.Default(schema, httpPart === 'body' ? given : Value.Convert(schema, given))
    if (passes(check, value)) return { value }
    const problems = schemaProblems(check.Errors(value))
      .slice(0, MAX_PROBLEMS)
      .map(found => ({ in: httpPart, ...found }))
    return { error: new CodedError('BAD_REQUEST', { problems }) }
  }
}

/** PostgreSQL's texts cannot hold U+0000. */
function hasNul(value: unknown): boolean {
  try {
    return value != null && JSON.stringify(value).includes('\\u0000')
  } catch {
    throw new CodedError('BAD_REQUEST', { problems: [{ message: 'is nested too deeply' }] })
  }
}

/** Sets up how requests are checked, and lets answers out as they are: their schemas describe, they do not filter. */
export function checkRequests(app: FastifyInstance): void {
  app.setValidatorCompiler(compileValidator)
  app.setSerializerCompiler(() => data => JSON.stringify(data))
  app.addHook('preValidation', async request => {
    if (request.body === undefined && request.routeOptions.schema?.body !== undefined) request.body = {}
    if ([request.body, request.query, request.params].some(hasNul))
      throw new CodedError('BAD_REQUEST', { problems: [{ message: 'must not contain the character U+0000' }] })
  })
}
