import type { FastifyRequest } from 'fastify'
import { OpinionAnswer, type Opinions } from '#domain/opinions.ts'
import { toWire } from '#domain/wire.ts'
import type { Api } from '../../http/api.ts'
import { OpinionFormView } from '../../views/opinions.ts'
import type { LimitFeedback } from './feedbackRates.ts'
import { TokenPath } from './reports.ts'

interface PublicOpinionNeeds {
  opinions: Opinions
  limit: LimitFeedback
  /** @throws CodedError SURVEY_BY_STAFF */
  refuseStaff(request: FastifyRequest): Promise<void>
}

const path = '/api/public/opinions/:token'
const schema = { tags: ['residents'], params: TokenPath, response: { 200: OpinionFormView } }

/** What residents think, by the link of their site or household; no log-in. */
export function publicOpinionRoutes(app: Api, { opinions, limit, refuseStaff }: PublicOpinionNeeds): void {
  app.get(path, { schema, preValidation: limit('reads') }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return toWire(await opinions.form(request.params.token))
  })

  app.post(
    path,
    { schema: { ...schema, body: OpinionAnswer }, preValidation: [limit('answers'), refuseStaff] },
    async request => {
      await opinions.answer(request.params.token, request.body)
      return toWire(await opinions.form(request.params.token))
    },
  )
}
