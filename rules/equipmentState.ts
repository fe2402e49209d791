import { paramOf } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { isShadowFault } from '#domain/faults.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { ClassRule, ClassRules } from './classRules.ts'
import { evaluable } from './evaluable.ts'
import type { FaultMemory } from './lifecycle.ts'
import type { Recent, Told } from './recent.ts'
import { ownSilenceMs } from './reportPeriod.ts'

/** One rule on one piece of equipment. */
export interface Cell {
  rule: ClassRule
  /** Whether telemetry is evaluated; otherwise only the device's own event fires it. */
  evaluated: boolean
  memory: FaultMemory
  /** When it must be looked at without a new sample. */
  wakeAt: Millis
  /** The last reading that touched it, so that it is listed once a reading. */
  touchedBy: number
}

/** A sample as it is kept; null is the device's word that the value is not available. */
export interface KeptSample {
  readonly value: MetricValue
  readonly ts: Millis
  readonly until: Millis
}

/** All that the rules know of one piece of equipment. */
export interface EquipmentState {
  equipment: Equipment
  rules: ClassRules
  /** How long it may be silent by its own word, ms. */
  ownSilenceMs: number
  cells: Cell[]
  samples: Map<string, KeptSample>
  /** Newest measurement time; undefined before the first. */
  lastSeen: Millis | undefined
  /** How far its measurement times lie behind the service's clock. */
  lagMs: number
  /** How far event time has come for it. */
  eventTime: Millis
  /** Cells that wait for the rest of the present instant. */
  open: Set<Cell>
  scheduledAt: Millis
  changed: boolean
  /** What came within the lateness. */
  recent: Recent
  /** Until when something late is expected, because something was. */
  disorderedUntil: Millis
  /** Who hears of transitions instead of the world, while late readings are put in order. */
  listener: ((told: Told) => void) | undefined
}

export const newState = (equipment: Equipment, rules: ClassRules): EquipmentState => ({
  equipment,
  rules,
  ownSilenceMs: ownSilenceOf(equipment, rules),
  cells: cellsOf(equipment, rules, []),
  samples: new Map(),
  lastSeen: undefined,
  lagMs: 0,
  eventTime: 0,
  open: new Set(),
  scheduledAt: Infinity,
  changed: false,
  recent: [],
  disorderedUntil: 0,
  listener: undefined,
})

const ownSilenceOf = ({ params }: Equipment, { entry }: ClassRules): number =>
  ownSilenceMs(paramOf(entry, params, 'reportPeriodS'))

function cellsOf(equipment: Equipment, rules: ClassRules, old: readonly Cell[]): Cell[] {
  const known = new Map(old.map(cell => [cell.rule.fault.code, cell.memory]))
  const param = (name: string) => paramOf(rules.entry, equipment.params, name)
  return rules.rules.map(rule => ({
    rule,
    evaluated: rule.health.supported && evaluable(rules.entry, rule.fault, equipment, param),
    memory: known.get(rule.fault.code) ?? {},
    wakeAt: Infinity,
    touchedBy: 0,
  }))
}

/** Takes over a piece of equipment whose parameters, name or class were changed; every rule is looked at again. */
export function replaceEquipment(state: EquipmentState, equipment: Equipment, rules: ClassRules) {
  state.cells = cellsOf(equipment, rules, state.cells)
  state.equipment = equipment
  state.recent = []
  state.rules = rules
  state.ownSilenceMs = ownSilenceOf(equipment, rules)
  for (const [name, sample] of state.samples)
    state.samples.set(name, { ...sample, until: freshUntil(state, name, sample.ts) })
  state.open = new Set(state.cells.filter(cell => cell.evaluated || cell.memory.firing))
  state.changed = true
}

/**
 * Takes over the rules of the class as they now stand. A rule that did not change goes on where it was; one that did
 * begins anew, but its open fault stays open until the new rule ends it.
 */
export function replaceRules(state: EquipmentState, rules: ClassRules): { dropped: Cell[] } {
  const old = new Map(state.cells.map(cell => [cell.rule.fault.code, cell]))
  const kept = new Set<Cell>()
  const cells = cellsOf(state.equipment, rules, []).map(made => {
    const known = old.get(made.rule.fault.code)
    if (known?.rule.fault !== made.rule.fault) {
      return { ...made, memory: carried(known?.memory, made.rule.fault) }
    }
    known.rule = made.rule
    kept.add(known)
    return known
  })
  for (const cell of state.open) if (!kept.has(cell)) state.open.delete(cell)
  for (const cell of cells) if (!kept.has(cell) && (cell.evaluated || cell.memory.firing)) state.open.add(cell)
  Object.assign(state, { cells, rules, ownSilenceMs: ownSilenceOf(state.equipment, rules), recent: [], changed: true })
  return { dropped: [...old.values()].filter(cell => !kept.has(cell)) }
}

/** What a changed rule takes over from the one before: its open fault, unless that was found on trial and is now meant. */
export function carried(memory: FaultMemory | undefined, fault: FaultRule): FaultMemory {
  const { firing, reported } = memory ?? {}
  const stays = firing && (!isShadowFault(firing.id) || fault.mode === 'shadow')
  return { ...(stays && { firing }), ...(reported && { reported }) }
}

/** The last millisecond at which a sample counts as fresh. */
export function freshUntil(state: EquipmentState, metric: string, ts: Millis): Millis {
  const staleAfterS = state.rules.entry.metric.get(metric)?.staleAfterS ?? Infinity
  return ts + Math.max(1000 * staleAfterS, state.ownSilenceMs)
}

/** Keeps a sample unless a newer one is known. @returns whether it says something new */
export function keepSample(
  state: EquipmentState,
  metric: string,
  value: MetricValue,
  ts: Millis,
): 'older' | 'same' | 'news' {
  const known = state.samples.get(metric)
  if (known && ts < known.ts) return 'older'
  const until = freshUntil(state, metric, ts)
  state.samples.set(metric, { value, ts, until })
  return known && known.value === value && known.until >= ts ? 'same' : 'news'
}

/** When something must be looked at next without a new sample. */
export function nextWake({ cells }: EquipmentState): Millis {
  let at = Infinity
  for (const cell of cells) if (cell.wakeAt < at) at = cell.wakeAt
  return at
}
