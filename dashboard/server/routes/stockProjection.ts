import { Type } from 'typebox'
import { type Actor, seesSite } from '#domain/people.ts'
import type { ProjectedChange } from '#domain/stockProjection.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { ListOf, PartNo } from '../views/common.ts'
import { ReorderSuggestionView, StockProjectionView } from '../views/stockProjection.ts'

/** The store is one for all sites: what another site needs counts, but not whose ticket or visit it is. */
function asSeen<T extends { changes: ProjectedChange[] }>(actor: Actor, projection: T): T {
  if (actor.sites.length === 0) return projection
  const changes = projection.changes.map(change => {
    if (change.site === undefined || seesSite(actor, change.site)) return change
    const { ticket: _, equipment: __, site: ___, ...rest } = change
    return rest
  })
  return { ...projection, changes }
}

/** What will be available of parts, and what has to be ordered by when. */
export function stockProjectionRoutes(app: Api, { parts }: Pick<MaintenanceVerbs, 'parts'>): void {
  app.get(
    '/api/parts/:partNo/projection',
    {
      schema: {
        tags: ['parts'],
        description: 'Orders, transfers, what tickets wait for and what planned visits take, by date',
        params: Type.Object({ partNo: PartNo }),
        response: { 200: StockProjectionView },
      },
    },
    async request => toWire(asSeen(actorOf(request), await parts.projection(request.params.partNo))),
  )

  app.get(
    '/api/reorder-suggestions',
    { schema: { tags: ['parts'], response: { 200: ListOf(ReorderSuggestionView) } } },
    async request => {
      const actor = actorOf(request)
      return { items: toWire((await parts.suggestions()).map(one => asSeen(actor, one))) }
    },
  )
}
