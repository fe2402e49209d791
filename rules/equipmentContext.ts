import { paramOf } from '#domain/catalogue.ts'
import { type Equipment, paramsAt } from '#domain/equipment.ts'
import type { Metric } from '#domain/equipmentClass.ts'
import type { Millis } from '#domain/time.ts'
import type { Observation, Sample, Truth } from './conditions/context.ts'
import { evaluate } from './conditions/evaluate.ts'
import { compare, quantity } from './conditions/quantity.ts'
import type { Cell, EquipmentState } from './equipmentState.ts'
import { faultId } from './faultId.ts'
import type { FaultContext } from './lifecycle.ts'
import type { Zones } from './zones.ts'

export interface ContextNeeds {
  /** The time from which a piece of equipment counts as silent; undefined when nothing tells. */
  silence(state: EquipmentState): Millis | undefined
  zones: Zones
}

/** What the conditions of a rule see of one piece of equipment at `now`; valid until the next call. */
export type ContextOf = (state: EquipmentState, cell: Cell, now: Millis) => FaultContext

/** One context serves every evaluation in turn: nothing is made anew for each of them. */
export function createContextOf({ silence, zones }: ContextNeeds): ContextOf {
  let state: EquipmentState
  let cell: Cell
  const context: FaultContext = {
    now: 0,
    active: undefined,
    reported: undefined,
    subjects: [],
    learnsClear: false,
    watched: [],
    observe: metric => observe(state, metric, context.now),
    heardAt: metric => (metric === '*' ? silence(state) : state.samples.get(metric)?.ts),
    param: name => paramAt(state, name, context.now),
    healthy: metric => healthy(state, metric, context),
    inZone: () => zones.count(state, cell.rule),
    rollsOverAt: metric => rollsOverAt(state.rules.entry.metric.get(metric)),
    step: (condition, memory) => evaluate(condition, memory, context),
    newId: firedAt => faultId(state.equipment.id, cell.rule.fault.code, firedAt, cell.rule.fault.mode === 'shadow'),
  }
  return (nextState, nextCell, now) => {
    state = nextState
    cell = nextCell
    context.now = now
    context.active = undefined
    context.reported = undefined
    context.subjects = cell.rule.subjects
    context.learnsClear = cell.rule.learnsClear
    context.watched = cell.rule.watched
    return context
  }
}

const paramAt = ({ equipment, rules }: EquipmentState, name: string, now: Millis): unknown =>
  paramOf(rules.entry, ownParams(equipment, now), name)

const ownParams = (equipment: Equipment, now: Millis): Equipment['params'] =>
  equipment.paramsBefore === undefined ? equipment.params : paramsAt(equipment, now)

const rollsOverAt = (metric: Metric | undefined): number | undefined =>
  metric?.kind === 'counter' && metric.physical ? metric.physical.max + 1 : undefined

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

function healthy(state: EquipmentState, metric: string, context: FaultContext): Truth {
  const range = state.rules.entry.metric.get(metric)?.healthy
  const seen = observe(state, metric, context.now)
  if (!range || typeof seen === 'string') return undefined
  if (range.in && !range.in.includes(seen.value)) return false
  if (typeof seen.value !== 'number') return true
  if (range.min !== undefined && compare(seen.value, '<', quantity(range.min, context))) return false
  return range.max === undefined || compare(seen.value, '<=', quantity(range.max, context))
}
