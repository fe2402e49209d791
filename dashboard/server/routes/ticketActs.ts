import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import { DelayNotice, NewSignature, PauseGrant, Urge } from '#domain/ticketForms.ts'
import type { Ticket } from '#domain/tickets.ts'
import { VerdictChange } from '#domain/verdicts.ts'
import { toWire } from '#domain/wire.ts'
import { ticketAsSeen } from '../asSeen/tickets.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { TicketVerbs } from '../needs/tickets.ts'
import { IdPath, ListOf, strict } from '../views/common.ts'
import { ExplainedClockView } from '../views/serviceLevels.ts'
import { TicketView } from '../views/tickets.ts'
import { mustSee } from './scope.ts'

const tags = ['tickets']
const one = { tags, params: IdPath, response: { 200: TicketView } }
const SignaturePath = Type.Object({
  ...IdPath.properties,
  number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
})

type OnTicket = FastifyRequest & { params: { id: string } }

/** What is said and done about a ticket besides its moves. */
export function ticketActRoutes(app: Api, { tickets }: { tickets: TicketVerbs }): void {
  const find = async (actor: Actor, id: string): Promise<Ticket> => mustSee(actor, await tickets.get(id))
  const act = async (request: OnTicket, how: (id: string, actor: Actor) => Promise<Ticket>) => {
    const actor = actorOf(request)
    const { id } = await find(actor, request.params.id)
    return toWire(await ticketAsSeen(tickets, actor, await how(id, actor)))
  }

  app.get(
    '/api/tickets/:id/clocks',
    {
      schema: { tags, params: IdPath, response: { 200: ListOf(ExplainedClockView) } },
    },
    async request => {
      const { id } = await find(actorOf(request), request.params.id)
      return toWire({ items: await tickets.clocks(id) })
    },
  )

  app.post('/api/tickets/:id/urges', { schema: { ...one, body: Urge } }, request =>
    act(request, (id, actor) => tickets.urge(id, request.body, actor)),
  )

  app.post('/api/tickets/:id/delays', { schema: { ...one, body: DelayNotice } }, request =>
    act(request, (id, actor) => tickets.tellDelay(id, request.body, actor)),
  )

  app.post('/api/tickets/:id/pauses', { schema: { ...one, body: PauseGrant } }, request =>
    act(request, (id, actor) => tickets.grantPause(id, request.body, actor)),
  )

  app.post('/api/tickets/:id/verdict', { schema: { ...one, body: VerdictChange } }, request =>
    act(request, (id, actor) => tickets.judge(id, request.body, actor)),
  )

  app.post('/api/tickets/:id/signatures', { schema: { ...one, body: NewSignature } }, request =>
    act(request, (id, actor) => tickets.sign(id, request.body, actor)),
  )

  app.get(
    '/api/tickets/:id/signatures/:number',
    { schema: { tags, params: strict(SignaturePath.properties), response: { 200: Type.Unknown() } } },
    async (request, reply) => {
      const { id } = await find(actorOf(request), request.params.id)
      const drawing = await tickets.drawing(id, request.params.number)
      if (!drawing) throw new CodedError('NOT_FOUND', { signature: request.params.number })
      return reply
        .type('image/png')
        .header('cache-control', 'private, max-age=86400')
        .serializer(value => value as never)
        .send(drawing)
    },
  )
}
