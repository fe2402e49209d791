import { applies, type ClassEntry } from '#domain/catalogue.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { metricsOf } from './conditions/metricsOf.ts'

/** Whether a fault is evaluated for a piece of equipment with these parameters: it applies, and so do its metrics. */
export function evaluable(entry: ClassEntry, fault: FaultRule, param: (name: string) => unknown): boolean {
  return (
    applies(fault.appliesWhen, param) &&
    metricsOf(fault.condition).every(name => applies(entry.metric.get(name)?.appliesWhen, param))
  )
}
