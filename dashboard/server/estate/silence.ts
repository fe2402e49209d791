import { type ClassEntry, paramOf } from '#domain/catalogue.ts'
import type { Condition, Quantity } from '#domain/condition.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Millis } from '#domain/time.ts'

/** Reports that may go missing before a piece of equipment counts as silent. */
const MISSED_REPORTS = 3

/** A fault that says only that nothing was heard: the equipment itself may be well. */
export const isSilence = (condition: Condition): boolean => condition.type === 'stale'

function seconds(entry: ClassEntry, { params }: Equipment, quantity: Quantity): number {
  if (typeof quantity === 'number') return quantity
  const { param, mult = 1, add = 0 } = quantity
  return Number(paramOf(entry, params, param)) * mult + add
}

/** How long nothing may be heard of a piece of equipment: what its class's silence fault says, and at least three of its own report periods. */
export function silenceLimit(entry: ClassEntry, equipment: Equipment): Millis {
  const rule = entry.faults.map(f => f.condition).find(c => c.type === 'stale')
  const byClass = rule ? seconds(entry, equipment, rule.afterS) : Math.min(...entry.metrics.map(m => m.staleAfterS))
  const period = equipment.params.reportPeriodS
  return 1000 * Math.max(byClass, typeof period === 'number' ? MISSED_REPORTS * period : 0)
}
