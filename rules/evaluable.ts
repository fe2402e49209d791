import { applies, type ClassEntry } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { metricsOf } from './conditions/metricsOf.ts'

const inScope = ({ scope }: FaultRule, { id, site }: Equipment): boolean =>
  scope === undefined || scope.sites?.includes(site) === true || scope.equipment?.includes(id) === true

/** Whether a fault is evaluated for a piece of equipment: it is not switched off, it applies, and so do its metrics. */
export function evaluable(
  entry: ClassEntry,
  fault: FaultRule,
  equipment: Equipment,
  param: (name: string) => unknown,
): boolean {
  return (
    fault.mode !== 'off' &&
    inScope(fault, equipment) &&
    applies(fault.appliesWhen, param) &&
    metricsOf(fault.condition).every(name => applies(entry.metric.get(name)?.appliesWhen, param))
  )
}
