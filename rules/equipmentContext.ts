import { paramOf } from '#domain/catalogue.ts'
import type { Millis } from '#domain/time.ts'
import type { Observation, Sample } from './conditions/context.ts'
import { evaluate } from './conditions/evaluate.ts'
import type { EquipmentState } from './equipmentState.ts'
import { faultId } from './faultId.ts'
import type { FaultContext } from './lifecycle.ts'

/** What the conditions see of one piece of equipment at `now`. */
export function contextOf(
  state: EquipmentState,
  code: string,
  now: Millis,
  silence: (state: EquipmentState) => Millis | undefined,
): FaultContext {
  const context: FaultContext = {
    now,
    active: undefined,
    observe: metric => observe(state, metric, now),
    heardAt: metric => (metric === '*' ? silence(state) : state.samples.get(metric)?.ts),
    param: name => paramOf(state.rules.entry, state.equipment.params, name),
    step: (condition, memory) => evaluate(condition, memory, context),
    newId: firedAt => faultId(state.equipment.id, code, firedAt),
  }
  return context
}

/** What is known of a metric now. */
export function observe(state: EquipmentState, metric: string, now: Millis): Observation {
  const gate = state.rules.entry.metric.get(metric)?.validWhen
  if (!gate) return fresh(state, metric, now)
  const validity = fresh(state, gate.metric, now)
  if (typeof validity === 'string') return validity
  if (!gate.in.includes(validity.value)) return 'notApplicable'
  const sample = fresh(state, metric, now)
  if (typeof sample === 'string') return sample
  const { value } = sample
  return { value, ts: Math.max(sample.ts, validity.ts), until: Math.min(sample.until, validity.until) }
}

function fresh(state: EquipmentState, metric: string, now: Millis): Observation {
  const sample = state.samples.get(metric)
  return sample === undefined || sample.value === null || now > sample.until ? 'unknown' : (sample as Sample)
}
