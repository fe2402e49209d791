import { Type } from 'typebox'
import type { Registry } from '#database/registry.ts'
import { DeskReport, IntakePolicy } from '#domain/intake.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { IntakeVerbs, TicketVerbs } from '../needs.ts'
import { IdPath, Moment, strict } from '../views/common.ts'
import { ReportView, TakenReportView } from '../views/intake.ts'
import { mustSee, mustSeeEquipment } from './scope.ts'

export interface ReportNeeds {
  intake: IntakeVerbs
  tickets: TicketVerbs
  registry: Registry
}

const tags = ['tickets']
const version = Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: '0: what the product comes with' })
const PolicyVersion = Type.Object(
  { version, policy: IntakePolicy, at: Type.Optional(Moment), by: Type.Optional(Type.String()) },
  { $id: 'IntakePolicyVersion' },
)
const PolicyChange = strict({ version, policy: IntakePolicy }, { $id: 'IntakePolicyChange' })

function intakePolicyRoutes(app: Api, { policy }: IntakeVerbs): void {
  app.get('/api/intake-policy', { schema: { tags, response: { 200: PolicyVersion } } }, async () =>
    toWire(await policy.get()),
  )

  app.get(
    '/api/intake-policy/history',
    { schema: { tags, response: { 200: Type.Object({ items: Type.Array(PolicyVersion) }) } } },
    async () => ({ items: toWire(await policy.history()) }),
  )

  app.put(
    '/api/intake-policy',
    { schema: { tags, body: PolicyChange, response: { 200: PolicyVersion } } },
    async request => toWire(await policy.change(request.body.policy, request.body.version, actorOf(request))),
  )
}

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

  intakePolicyRoutes(app, intake)
}
