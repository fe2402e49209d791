import type { FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Api } from '../../http/api.ts'
import type { FeedbackLimits } from './feedbackLimits.ts'
import { TokenPath } from './reports.ts'

export interface FormNeeds {
  limits: FeedbackLimits
  /** @throws CodedError SURVEY_BY_STAFF */
  refuseStaff(request: FastifyRequest): Promise<void>
}

interface Form<V extends TSchema, A extends TSchema> {
  /** With `:token`. */
  path: string
  View: V
  Answer: A
  read(token: string): Promise<Static<V>>
  answer(token: string, answer: Static<A>): Promise<void>
}

/** A form that customers reach by a link, and their answer to it; no log-in, and for the answer none allowed. */
export function formRoutes<V extends TSchema, A extends TSchema>(
  app: Api,
  { limits, refuseStaff }: FormNeeds,
  { path, View, Answer, read, answer }: Form<V, A>,
): void {
  const response: Record<200, TSchema> = { 200: View }
  const body: TSchema = Answer
  const schema = { tags: ['residents'], params: TokenPath, response }

  app.get(path, { schema, preValidation: limits.reads }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return await read(request.params.token)
  })

  const preValidation = [limits.answers, refuseStaff]
  app.post(path, { schema: { ...schema, body }, preValidation }, async request => {
    const { token } = request.params
    await answer(token, request.body as Static<A>)
    return await read(token)
  })
}
