import type { Registry } from '#database/registry.ts'
import type { Forecast } from '#domain/forecast.ts'
import type { OutOfService } from '#domain/outOfService.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import type { RulesVerbs } from '../needs/rules.ts'
import { IdPath, ListOf } from '../views/common.ts'
import { ForecastView } from '../views/forecast.ts'
import { mustSeeEquipment } from './scope.ts'

interface Needs extends Pick<MaintenanceVerbs, 'outOfService'> {
  registry: Registry
  rules: Pick<RulesVerbs, 'forecasts'>
}

/** Of what is out of service nothing is foretold; what is known of its values stays. */
function inService(forecast: Forecast, out: readonly OutOfService[]): Forecast {
  if (forecast.reason === 'noLimit' || forecast.reason === 'noTrendRule') return forecast
  if (!out.some(({ code }) => code === undefined || code === forecast.fault)) return forecast
  const { at: _, from: __, to: ___, confidence: ____, bend: _____, fires: ______, ...known } = forecast
  return { ...known, reason: 'outOfService' }
}

/** When each metric reaches its limit, or why that cannot be said. */
export function forecastRoutes(app: Api, { registry, rules, outOfService }: Needs): void {
  app.get(
    '/api/equipment/:id/forecast',
    { schema: { tags: ['estate'], params: IdPath, response: { 200: ListOf(ForecastView) } } },
    async request => {
      const { id } = mustSeeEquipment(registry, actorOf(request), request.params.id)
      const [found, out] = await Promise.all([rules.forecasts(id), outOfService.list({ equipment: id })])
      return toWire({ items: found.map(forecast => inService(forecast, out)) })
    },
  )
}
