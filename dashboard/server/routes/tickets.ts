import type { Registry } from '#database/registry.ts'
import { ChecklistAnswers } from '#domain/checklists.ts'
import type { Actor } from '#domain/people.ts'
import { NewTicket, TicketMove } from '#domain/ticketCommands.ts'
import type { Ticket } from '#domain/tickets.ts'
import { toWire } from '#domain/wire.ts'
import { ticketAsSeen, ticketsAsSeen } from '../asSeen/tickets.ts'
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
    async request => {
      const actor = actorOf(request)
      const page = await tickets.list(ticketQuery(request.query, actor))
      return toWire({ ...page, items: await ticketsAsSeen(tickets, actor, page.items) })
    },
  )

  const withVisit = async (actor: Actor, found: Ticket) => {
    const ticket = await ticketAsSeen(tickets, actor, found)
    const visit = await tickets.visit(ticket)
    const findings = await tickets.findings(ticket.id)
    return toWire({ ...ticket, ...(visit && { visit }), ...(findings.length > 0 && { findings }) })
  }

  app.get('/api/tickets/:id', { schema: { ...one, response: { 200: VisitTicketView } } }, async request => {
    const actor = actorOf(request)
    return withVisit(actor, mustSee(actor, await tickets.get(request.params.id)))
  })

  app.post(
    '/api/tickets/:id/checklist',
    { schema: { ...one, body: ChecklistAnswers, response: { 200: VisitTicketView } } },
    async request => {
      const actor = actorOf(request)
      const { id } = mustSee(actor, await tickets.get(request.params.id))
      return withVisit(actor, await tickets.answer(id, request.body, actor))
    },
  )

  app.post(
    '/api/tickets',
    { schema: { tags: ['tickets'], body: NewTicket, response: { 201: TicketView } } },
    async (request, reply) => {
      const actor = actorOf(request)
      mustSeeEquipment(registry, actor, request.body.equipment)
      return reply
        .status(201)
        .send(toWire(await ticketAsSeen(tickets, actor, await tickets.create(request.body, actor))))
    },
  )

  app.post('/api/tickets/:id/transitions', { schema: { ...one, body: TicketMove } }, async request => {
    const actor = actorOf(request)
    const { id } = mustSee(actor, await tickets.get(request.params.id))
    const move = request.body
    const moved = await proofThrottle(actor.username, move.proof, () => tickets.move(id, move, actor))
    return toWire(await ticketAsSeen(tickets, actor, moved))
  })
}
