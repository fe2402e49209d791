import type { FastifyRequest } from 'fastify'
import type { SurveyKey } from '#domain/surveys.ts'
import { SurveyAnswer } from '#domain/ticketForms.ts'
import { toWire } from '#domain/wire.ts'
import type { Api } from '../../http/api.ts'
import type { SurveyVerbs } from '../../needs/customers.ts'
import { SurveyFormView } from '../../views/customers.ts'
import type { LimitFeedback } from './feedbackRates.ts'
import { TokenPath } from './reports.ts'

interface PublicSurveyNeeds {
  surveys: SurveyVerbs
  limit: LimitFeedback
  /** @throws CodedError SURVEY_BY_STAFF */
  refuseStaff(request: FastifyRequest): Promise<void>
}

const tags = ['residents']
const schema = { tags, params: TokenPath, response: { 200: SurveyFormView } }

/** By a link that was made for the survey, or by that of the customer's own report. */
const WAYS: readonly [path: string, key: (token: string) => SurveyKey][] = [
  ['/api/public/surveys/:token', token => ({ token })],
  ['/api/public/reports/:token/survey', report => ({ report })],
]

/** The customer's survey; no log-in, and none allowed. */
export function publicSurveyRoutes(app: Api, { surveys, limit, refuseStaff }: PublicSurveyNeeds): void {
  for (const [path, key] of WAYS) {
    app.get(path, { schema, preValidation: limit('reads') }, async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return toWire(await surveys.form(key(request.params.token)))
    })

    app.post(
      path,
      { schema: { ...schema, body: SurveyAnswer }, preValidation: [limit('answers'), refuseStaff] },
      async request => {
        const opened = key(request.params.token)
        await surveys.answer(opened, request.body)
        return toWire(await surveys.form(opened))
      },
    )
  }
}
