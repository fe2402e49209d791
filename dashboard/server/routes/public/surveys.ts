import { SurveyAnswer } from '#domain/ticketForms.ts'
import { toWire } from '#domain/wire.ts'
import type { Api } from '../../http/api.ts'
import type { MaintenanceVerbs } from '../../needs/maintenance.ts'
import { SurveyFormView } from '../../views/customers.ts'
import { TokenPath } from './reports.ts'

const tags = ['residents']
/** From one address: a household answers once, a guesser tries on. */
const config = { rateLimit: { max: 30, timeWindow: 60_000 } }

/** The customer's survey, behind the link that came with the acceptance; no log-in. */
export function publicSurveyRoutes(app: Api, { surveys }: Pick<MaintenanceVerbs, 'surveys'>): void {
  app.get(
    '/api/public/surveys/:token',
    { config, schema: { tags, params: TokenPath, response: { 200: SurveyFormView } } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return toWire(await surveys.form(request.params.token))
    },
  )

  app.post(
    '/api/public/surveys/:token',
    { config, schema: { tags, params: TokenPath, body: SurveyAnswer, response: { 200: SurveyFormView } } },
    async request => {
      const { token } = request.params
      await surveys.answer(token, request.body)
      return toWire(await surveys.form(token))
    },
  )
}
