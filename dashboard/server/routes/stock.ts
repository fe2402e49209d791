import { Type } from 'typebox'
import { Alternates } from '#domain/partForms.ts'
import { MOVEMENT_KINDS } from '#domain/parts.ts'
import { StockMove } from '#domain/stockForms.ts'
import { toWire } from '#domain/wire.ts'
import { movementsAsSeen } from '../asSeen/stock.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { Id, PageOf, PartNo, paging, strict } from '../views/common.ts'
import { StockMovementView } from '../views/stock.ts'
import { PartView } from '../views/stores.ts'
import { mustSee } from './scope.ts'
import { stockProjectionRoutes } from './stockProjection.ts'

const Ledger = strict({
  store: Type.Optional(Id),
  kind: Type.Optional(Type.Enum([...MOVEMENT_KINDS])),
  ...paging,
})
const PartPath = Type.Object({ partNo: PartNo })
type Needs = Pick<MaintenanceVerbs, 'parts' | 'tickets' | 'stores' | 'technicians'>
const AlternateList = Type.Object({ alternates: Type.Array(PartNo) })

/** What moves a part's stock, what may stand in for it, what has to be ordered. */
export function stockRoutes(app: Api, needs: Needs): void {
  const { parts, tickets } = needs
  app.get(
    '/api/parts/:partNo/movements',
    {
      schema: { tags: ['parts'], params: PartPath, querystring: Ledger, response: { 200: PageOf(StockMovementView) } },
    },
    async request => {
      const page = await parts.movements(request.params.partNo, request.query)
      return toWire({ ...page, items: await movementsAsSeen(needs, actorOf(request), page.items) })
    },
  )

  app.post(
    '/api/parts/:partNo/movements',
    { schema: { tags: ['parts'], params: PartPath, body: StockMove, response: { 201: PartView } } },
    async (request, reply) => {
      const actor = actorOf(request)
      const { ticket } = request.body
      if (ticket !== undefined) mustSee(actor, await tickets.get(ticket))
      return reply.status(201).send(toWire(await parts.move(request.params.partNo, request.body, actor)))
    },
  )

  app.get(
    '/api/parts/:partNo/alternates',
    { schema: { tags: ['parts'], params: PartPath, response: { 200: AlternateList } } },
    async request => ({ alternates: await parts.alternates(request.params.partNo) }),
  )

  app.put(
    '/api/parts/:partNo/alternates',
    { schema: { tags: ['parts'], params: PartPath, body: Alternates, response: { 200: AlternateList } } },
    async request => ({
      alternates: await parts.setAlternates(request.params.partNo, request.body, actorOf(request)),
    }),
  )

  stockProjectionRoutes(app, { parts })
}
