import { Type } from 'typebox'
import type { Registry } from '#database/registry.ts'
import { DeskReport, IntakePolicy } from '#domain/intake.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { IntakeVerbs } from '../needs/intake.ts'
import type { TicketVerbs } from '../needs/tickets.ts'
import { IdPath } from '../views/common.ts'
import { ReportView, TakenReportView } from '../views/intake.ts'
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
      mustSeeEquipment(registry, actor, request.body.equipment)
      return reply.status(201).send(await intake.takeAtDesk(request.body, actor))
    },
  )

  app.get(
    '/api/tickets/:id/reports',
    { schema: { tags, params: IdPath, response: { 200: Type.Object({ items: Type.Array(ReportView) }) } } },
    async request => {
      const actor = actorOf(request)
      const ticket = mustSee(actor, await tickets.get(request.params.id))
      return toWire({ items: await intake.ofTicket(ticket, actor) })
    },
  )

  const kind = { path: '/api/intake-policy', name: 'IntakePolicy', tags }
  policyRoutes(app, kind, IntakePolicy, intake.policy)
}
