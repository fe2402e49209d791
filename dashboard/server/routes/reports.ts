import type { Registry } from '#database/registry.ts'
import { DeskReport, IntakePolicy, TicketLocation } from '#domain/intake.ts'
import { toWire } from '#domain/wire.ts'
import { ticketAsSeen } from '../asSeen/tickets.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { IntakeVerbs } from '../needs/intake.ts'
import type { TicketVerbs } from '../needs/tickets.ts'
import { IdPath, ListOf } from '../views/common.ts'
import { ReportView, TakenReportView } from '../views/intake.ts'
import { TicketView } from '../views/tickets.ts'
import { policyRoutes } from './policyRoutes.ts'
import { mustSee, mustSeeEquipment } from './scope.ts'

export interface ReportNeeds {
  intake: IntakeVerbs
  tickets: TicketVerbs
  registry: Registry
}

const tags = ['tickets']

/** What the desk takes down, what was reported about a ticket, and how reports are taken in. */
export function reportRoutes(app: Api, { intake, tickets, registry }: ReportNeeds): void {
  app.post(
    '/api/reports',
    { schema: { tags, body: DeskReport, response: { 201: TakenReportView } } },
    async (request, reply) => {
      const actor = actorOf(request)
      const { equipment, site } = request.body
      if (equipment !== undefined) mustSeeEquipment(registry, actor, equipment)
      if (site !== undefined) mustSee(actor, { site })
      return reply.status(201).send(await intake.takeAtDesk(request.body, actor))
    },
  )

  app.get(
    '/api/tickets/:id/reports',
    { schema: { tags, params: IdPath, response: { 200: ListOf(ReportView) } } },
    async request => {
      const actor = actorOf(request)
      const ticket = mustSee(actor, await tickets.get(request.params.id))
      return toWire({ items: await intake.ofTicket(ticket, actor) })
    },
  )

  app.post(
    '/api/tickets/:id/equipment',
    { schema: { tags, params: IdPath, body: TicketLocation, response: { 200: TicketView } } },
    async request => {
      const actor = actorOf(request)
      const { id } = mustSee(actor, await tickets.get(request.params.id))
      const located = mustSee(actor, await tickets.get(await intake.locate(id, request.body, actor)))
      return toWire(await ticketAsSeen(tickets, actor, located))
    },
  )

  const kind = { path: '/api/intake-policy', name: 'IntakePolicy', tags }
  policyRoutes(app, kind, IntakePolicy, intake.policy)
}
