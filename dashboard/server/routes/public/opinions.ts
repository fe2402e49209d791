import { OpinionAnswer, type Opinions } from '#domain/opinions.ts'
import { toWire } from '#domain/wire.ts'
import type { Api } from '../../http/api.ts'
import { OpinionFormView } from '../../views/opinions.ts'
import { type FormNeeds, formRoutes } from './formRoutes.ts'

/** What residents think, by the link of their site or household. */
export const publicOpinionRoutes = (app: Api, { opinions, ...needs }: FormNeeds & { opinions: Opinions }): void =>
  formRoutes(app, needs, {
    path: '/api/public/opinions/:token',
    View: OpinionFormView,
    Answer: OpinionAnswer,
    read: async token => toWire(await opinions.form(token)),
    answer: opinions.answer,
  })
