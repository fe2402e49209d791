import type { SurveyKey } from '#domain/surveys.ts'
import { SurveyAnswer } from '#domain/ticketForms.ts'
import { toWire } from '#domain/wire.ts'
import type { Api } from '../../http/api.ts'
import type { SurveyVerbs } from '../../needs/customers.ts'
import { SurveyFormView } from '../../views/customers.ts'
import { type FormNeeds, formRoutes } from './formRoutes.ts'

/** By a link that was made for the survey, or by that of the customer's own report. */
const WAYS: readonly [path: string, key: (token: string) => SurveyKey][] = [
  ['/api/public/surveys/:token', token => ({ token })],
  ['/api/public/reports/:token/survey', report => ({ report })],
]

/** The customer's survey. */
export function publicSurveyRoutes(app: Api, { surveys, ...needs }: FormNeeds & { surveys: SurveyVerbs }): void {
  for (const [path, key] of WAYS)
    formRoutes(app, needs, {
      path,
      View: SurveyFormView,
      Answer: SurveyAnswer,
      read: async token => toWire(await surveys.form(key(token))),
      answer: (token, answer) => surveys.answer(key(token), answer),
    })
}
