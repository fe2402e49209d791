import { Type } from 'typebox'
import { RESERVATION_STATUSES } from '#domain/parts.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { Id, PageOf, PartNo, paging, strict } from '../views/common.ts'
import { ReservationView } from '../views/stores.ts'

const Filter = strict({
  ticket: Type.Optional(Id),
  partNo: Type.Optional(PartNo),
  status: Type.Optional(Type.Enum([...RESERVATION_STATUSES])),
  ...paging,
})

/** Which tickets need which parts; a reader sees those of the tickets at the own sites. */
export function reservationRoutes(app: Api, { reservations }: Pick<MaintenanceVerbs, 'reservations'>): void {
  app.get(
    '/api/reservations',
    { schema: { tags: ['parts'], querystring: Filter, response: { 200: PageOf(ReservationView) } } },
    async request => toWire(await reservations.list({ ...request.query, sites: actorOf(request).sites })),
  )
}
