import type { Registry } from '#database/registry.ts'
import { ChecklistAnswers } from '#domain/checklists.ts'
import { NewTicket, TicketMove } from '#domain/ticketCommands.ts'
import type { Ticket } from '#domain/tickets.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { ProofThrottle } from '../auth/proofThrottle.ts'
import type { Api } from '../http/api.ts'
import type { TicketVerbs } from '../needs/tickets.ts'
import { IdPath, PageOf, paging, strict } from '../views/common.ts'
import { TicketView } from '../views/tickets.ts'
import { VisitTicketView } from '../views/visits.ts'
import { mustSee, mustSeeEquipment } from './scope.ts'
import { ticketFilter, ticketQuery } from './ticketFilter.ts'

const Filter = strict({ ...ticketFilter, ...paging })
const one = { tags: ['tickets'], params: IdPath, response: { 200: TicketView } }

export interface TicketNeeds {
  tickets: TicketVerbs
  registry: Registry
  proofThrottle: ProofThrottle
}

export function ticketRoutes(app: Api, { tickets, registry, proofThrottle }: TicketNeeds): void {
  app.get(
    '/api/tickets',
    { schema: { tags: ['tickets'], querystring: Filter, response: { 200: PageOf(TicketView) } } },
    async request => toWire(await tickets.list(ticketQuery(request.query, actorOf(request)))),
  )

  const withVisit = async (ticket: Ticket) => {
    const visit = await tickets.visit(ticket)
    const findings = await tickets.findings(ticket.id)
    return toWire({ ...ticket, ...(visit && { visit }), ...(findings.length > 0 && { findings }) })
  }

  app.get('/api/tickets/:id', { schema: { ...one, response: { 200: VisitTicketView } } }, async request =>
    withVisit(mustSee(actorOf(request), await tickets.get(request.params.id))),
  )

  app.post(
    '/api/tickets/:id/checklist',
    { schema: { ...one, body: ChecklistAnswers, response: { 200: VisitTicketView } } },
    async request => {
      const actor = actorOf(request)
      const { id } = mustSee(actor, await tickets.get(request.params.id))
      return withVisit(await tickets.answer(id, request.body, actor))
    },
  )

  app.post(
    '/api/tickets',
    { schema: { tags: ['tickets'], body: NewTicket, response: { 201: TicketView } } },
    async (request, reply) => {
      const actor = actorOf(request)
      mustSeeEquipment(registry, actor, request.body.equipment)
      return reply.status(201).send(toWire(await tickets.create(request.body, actor)))
    },
  )

  app.post('/api/tickets/:id/transitions', { schema: { ...one, body: TicketMove } }, async request => {
    const actor = actorOf(request)
    const { id } = mustSee(actor, await tickets.get(request.params.id))
    const move = request.body
    return toWire(await proofThrottle(actor.username, move.proof, () => tickets.move(id, move, actor)))
  })
}
