import type { Registry } from '#database/registry.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { IdPath, ListOf } from '../views/common.ts'
import { DaySamplesView } from '../views/samples.ts'
import { mustSeeEquipment } from './scope.ts'

type Needs = Pick<MaintenanceVerbs, 'completeness'> & { registry: Registry }

/** How many of the expected samples came, by day, newest first. */
export function completenessRoutes(app: Api, { completeness, registry }: Needs): void {
  app.get(
    '/api/equipment/:id/completeness',
    { schema: { tags: ['estate'], params: IdPath, response: { 200: ListOf(DaySamplesView) } } },
    async request => {
      const { id } = mustSeeEquipment(registry, actorOf(request), request.params.id)
      return toWire({ items: await completeness.samplesOf(id) })
    },
  )
}
