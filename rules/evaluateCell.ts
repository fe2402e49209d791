import type { Evidence, FaultTransition, PendingFault } from '#domain/faults.ts'
import type { Log } from '#domain/log.ts'
import type { DeviceEvent } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { Memory } from './conditions/context.ts'
import type { ContextOf } from './equipmentContext.ts'
import type { Cell, EquipmentState } from './equipmentState.ts'
import { evidenceOf } from './evidence.ts'
import { type Advance, advance, type FaultContext, type FaultMemory, report, type Transition } from './lifecycle.ts'
import type { Told } from './recent.ts'
import { isQuiet, sameMemory } from './sameMemory.ts'
import type { Zones } from './zones.ts'

/** What evaluations leave behind, beside the cell's own memory. */
export interface Findings {
  transitions: FaultTransition[]
  pending: Map<Cell, PendingFault>
  evaluated: number
}

export interface CellNeeds {
  findings: Findings
  contextOf: ContextOf
  zones: Zones
  log: Log
  /** Milliseconds, of which only differences count. */
  stopwatch(): number
}

/** The time of one evaluation in so many is taken: a prime, so that no rule of a class is always the one. */
const TIMED_EVERY = 61

/** Evaluates one rule on one piece of equipment. A rule that throws is noted in its health and stops no other. */
export function evaluateCell(state: EquipmentState, cell: Cell, now: Millis, needs: CellNeeds) {
  const life = (context: FaultContext) => advance(cell.rule.fault, cell.memory, context)
  if (needs.findings.evaluated % TIMED_EVERY !== 0) return attempt(state, cell, now, needs, life)
  const startedAt = needs.stopwatch()
  attempt(state, cell, now, needs, life)
  cell.rule.timed.count++
  cell.rule.timed.ms += needs.stopwatch() - startedAt
}

/** Takes in the device's own word about a fault, unless a newer one is known. */
export function reportCell(state: EquipmentState, cell: Cell, event: DeviceEvent & { ts: Millis }, needs: CellNeeds) {
  if (event.ts < (cell.memory.reported?.ts ?? 0)) return
  const said = { active: event.active, ts: event.ts }
  const evidence = [{ metric: 'event', value: event.active, ts: event.ts }]
  const life = (context: FaultContext) => report(cell.rule.fault, cell.memory, said, context)
  attempt(state, cell, state.eventTime, needs, life, evidence)
}

function attempt(
  state: EquipmentState,
  cell: Cell,
  now: Millis,
  needs: CellNeeds,
  life: (context: FaultContext) => Advance,
  evidence?: Evidence[],
) {
  const { health } = cell.rule
  const context = needs.contextOf(state, cell, now)
  health.evaluations++
  health.lastEvaluated = now
  needs.findings.evaluated++
  try {
    const result = life(context)
    if (result.transition?.to === 'firing') health.firings++
    keep(state, cell, result, now, needs.findings)
    if (result.transition) tell(state, cell, result.transition, evidence, needs)
  } catch (error) {
    cell.wakeAt = Infinity
    if (health.errors++ === 0) needs.log.error({ class: health.class, fault: health.code, error }, 'A rule is broken')
    health.lastError = error instanceof Error ? error.message : String(error)
  }
}

function keep(state: EquipmentState, cell: Cell, result: Advance, now: Millis, { pending }: Findings) {
  cell.memory = shared(cell, result.memory)
  const wakeAt = Math.min(result.wakeAt, paramsChangeAfter(state, now))
  cell.wakeAt = wakeAt > now ? wakeAt : now + 1000
  if (result.pending === undefined) pending.delete(cell)
  else pending.set(cell, pendingFault(state, cell, result.pending))
}

/** The memory to keep. Most rules are quiet most of the time, and then all equipment remembers the same: one for all. */
function shared({ memory: before, rule }: Cell, memory: FaultMemory): FaultMemory {
  if (memory === before || !isQuiet(memory as Memory)) return memory
  if (!rule.usual || !sameMemory(rule.usual as Memory, memory as Memory)) rule.usual = memory
  return rule.usual
}

/** When a change of parameters, made already, reaches the equipment's own time. */
function paramsChangeAfter({ equipment: { paramsBefore } }: EquipmentState, now: Millis): Millis {
  const changedAt = paramsBefore?.at(-1)?.endedAt ?? 0
  return changedAt > now ? changedAt : Infinity
}

export const pendingFault = (state: EquipmentState, cell: Cell, { since, at }: { since: Millis; at: Millis }) => ({
  equipment: state.equipment.id,
  code: cell.rule.fault.code,
  since,
  firesAt: at,
})

function tell(
  state: EquipmentState,
  cell: Cell,
  transition: Transition,
  said: Evidence[] | undefined,
  needs: CellNeeds,
) {
  const evidence = said ?? evidenceNow(state, cell, transition, needs)
  state.recent.at(-1)?.told.push({ cell, transition, evidence })
  if (state.listener) state.listener({ cell, transition, evidence })
  else emit(state, { cell, transition, evidence }, needs)
}

/** Hands a change on, with whose it is and the values that speak for it; other rules of its zone look again. */
export function emit(state: EquipmentState, { cell, transition, evidence }: Told, needs: CellNeeds) {
  needs.findings.transitions.push(transitionOf(state, cell, transition, evidence))
  if (transition.to === 'changed') return
  for (const [other, watching] of needs.zones.note(state, cell))
    if (watching.evaluated) evaluateCell(other, watching, Math.max(other.eventTime, transition.at), needs)
}

/** A transition as the other stages know it. */
export const transitionOf = (
  { equipment: { id, site, class: kind } }: EquipmentState,
  { rule }: Cell,
  transition: Transition,
  evidence: Evidence[],
): FaultTransition => ({ ...transition, equipment: id, site, class: kind, code: rule.fault.code, evidence })

function evidenceNow(state: EquipmentState, cell: Cell, { to }: Transition, needs: CellNeeds): Evidence[] {
  const { condition, clear } = cell.rule.fault
  return evidenceOf(to === 'resolved' ? clear : condition, needs.contextOf(state, cell, state.eventTime))
}
