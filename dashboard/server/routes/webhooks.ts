import { Type } from 'typebox'
import { DELIVERY_STATES, NewWebhook, WebhookChange } from '#domain/webhooks.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { DashboardNeeds } from '../needs.ts'
import { Id, IdPath, PageOf, paging, strict } from '../views/common.ts'
import { AttemptView, DeliveryView, MadeWebhookView, WebhookView } from '../views/webhooks.ts'

const Filter = strict({
  webhook: Type.Optional(Id),
  state: Type.Optional(Type.Enum([...DELIVERY_STATES])),
  ...paging,
})
const tags = ['webhooks']

/** Who is told of ticket events by HTTP, and what became of it. */
export function webhookRoutes(app: Api, { webhooks }: Pick<DashboardNeeds, 'webhooks'>): void {
  app.get('/api/webhooks', { schema: { tags, response: { 200: PageOf(WebhookView) } } }, async () => ({
    items: toWire(await webhooks.list()),
  }))

  app.post(
    '/api/webhooks',
    { schema: { tags, body: NewWebhook, response: { 201: MadeWebhookView } } },
    async (request, reply) => {
      const made = await webhooks.add(request.body, actorOf(request))
      return reply.status(201).header('cache-control', 'no-store').send(toWire(made))
    },
  )

  app.patch(
    '/api/webhooks/:id',
    { schema: { tags, params: IdPath, body: WebhookChange, response: { 200: WebhookView } } },
    async request => toWire(await webhooks.change(request.params.id, request.body, actorOf(request))),
  )

  app.delete(
    '/api/webhooks/:id',
    { schema: { tags, params: IdPath, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await webhooks.remove(request.params.id, actorOf(request))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/api/webhooks/:id/test',
    {
      schema: {
        ...{ tags, params: IdPath, response: { 200: AttemptView } },
        description: 'Sends one event at once; the answer says how it went',
      },
    },
    async request => toWire(await webhooks.test(request.params.id)),
  )

  app.post(
    '/api/webhooks/:id/revive',
    {
      schema: {
        ...{ tags, params: IdPath, response: { 200: Type.Object({ revived: Type.Integer() }) } },
        description: 'Sends again what was given up',
      },
    },
    async request => ({ revived: await webhooks.revive(request.params.id, actorOf(request)) }),
  )

  app.get(
    '/api/webhook-deliveries',
    { schema: { tags, querystring: Filter, response: { 200: PageOf(DeliveryView) } } },
    async request => toWire(await webhooks.deliveries(request.query)),
  )
}
