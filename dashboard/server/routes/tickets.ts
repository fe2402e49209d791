import { Type } from 'typebox'
import type { Registry } from '#database/registry.ts'
import { ChecklistAnswers } from '#domain/checklists.ts'
import { NewTicket, TicketMove } from '#domain/ticketCommands.ts'
import { TICKET_STATUSES, type Ticket } from '#domain/tickets.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { ProofThrottle } from '../auth/proofThrottle.ts'
import type { Api } from '../http/api.ts'
import { toMillis } from '../moment.ts'
import type { TicketVerbs } from '../needs/tickets.ts'
import { Id, IdPath, PageOf, paging, strict } from '../views/common.ts'
import { figureFilter } from '../views/reports.ts'
import { TicketView } from '../views/tickets.ts'
import { VisitTicketView } from '../views/visits.ts'
import { mustSee, mustSeeEquipment } from './scope.ts'

const Filter = strict({
  status: Type.Optional(Type.Enum([...TICKET_STATUSES])),
  open: Type.Optional(Type.Boolean()),
  equipment: Type.Optional(Id),
  site: Type.Optional(Id),
  technician: Type.Optional(Id),
  text: Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: 'In the number, title, equipment or fault' }),
  ),
  ...figureFilter,
  from: Type.Optional(Type.String({ maxLength: 40, description: 'Inclusive; of the time that `when` names' })),
  to: Type.Optional(Type.String({ maxLength: 40, description: 'Exclusive' })),
  ...paging,
})
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
      const { from, to, ...query } = request.query
      const period = {
        ...(from !== undefined && { from: toMillis('from', from) }),
        ...(to !== undefined && { to: toMillis('to', to) }),
      }
      return toWire(await tickets.list({ ...query, ...period, sites: actorOf(request).sites }))
    },
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
