import { Type } from 'typebox'
import { NewOpinionLinks, NewOpinionSurvey, type Opinions, SettledSuggestion } from '#domain/opinions.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { Id, IdPath, PageOf, paging, strict } from '../views/common.ts'
import { OpinionLinksView, OpinionReportView } from '../views/opinions.ts'

const tags = ['customers']
const SuggestionPath = Type.Object({
  ...IdPath.properties,
  number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
})

/** Surveys of opinion by site and period, for the desk. */
export function opinionRoutes(app: Api, { opinions }: { opinions: Opinions }): void {
  app.get(
    '/api/opinion-surveys',
    {
      schema: {
        tags,
        querystring: strict({ site: Type.Optional(Id), ...paging }),
        response: { 200: PageOf(OpinionReportView) },
      },
    },
    async request => toWire(await opinions.list({ ...request.query, sites: actorOf(request).sites })),
  )

  app.post(
    '/api/opinion-surveys',
    { schema: { tags, body: NewOpinionSurvey, response: { 201: OpinionReportView } } },
    async (request, reply) => reply.status(201).send(toWire(await opinions.add(request.body, actorOf(request)))),
  )

  app.post(
    '/api/opinion-surveys/:id/links',
    { schema: { tags, params: IdPath, body: NewOpinionLinks, response: { 201: OpinionLinksView } } },
    async (request, reply) => {
      const items = await opinions.links(request.params.id, request.body, actorOf(request))
      return reply.status(201).header('cache-control', 'no-store').send({ items })
    },
  )

  app.post(
    '/api/opinion-surveys/:id/suggestions/:number',
    { schema: { tags, params: SuggestionPath, body: SettledSuggestion, response: { 200: OpinionReportView } } },
    async request => {
      const { id, number } = request.params
      return toWire(await opinions.settle(id, number, request.body, actorOf(request)))
    },
  )
}
