import type { Evidence, FaultTransition, PendingFault } from '#domain/faults.ts'
import type { Log } from '#domain/log.ts'
import type { DeviceEvent } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import { contextOf } from './equipmentContext.ts'
import type { Cell, EquipmentState } from './equipmentState.ts'
import { evidenceOf } from './evidence.ts'
import { type Advance, advance, type FaultContext, report } from './lifecycle.ts'

/** What evaluations leave behind, beside the cell's own memory. */
export interface Findings {
  transitions: FaultTransition[]
  pending: Map<Cell, PendingFault>
  evaluated: number
}

export interface CellNeeds {
  findings: Findings
  /** The time from which a piece of equipment counts as silent; undefined when nothing tells. */
  silence(state: EquipmentState): Millis | undefined
  log: Log
}

/** Evaluates one rule on one piece of equipment. A rule that throws is noted in its health and stops no other. */
export function evaluateCell(state: EquipmentState, cell: Cell, now: Millis, needs: CellNeeds) {
  attempt(state, cell, now, needs, context => advance(cell.rule.fault, cell.memory, context))
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
  const { health, fault } = cell.rule
  const context = contextOf(state, fault.code, now, needs.silence)
  health.evaluations++
  health.lastEvaluated = now
  needs.findings.evaluated++
  try {
    const result = life(context)
    if (result.transition?.to === 'firing') health.firings++
    keep(state, cell, result, now, needs.findings)
    if (result.transition) emit(state, cell, result.transition, evidence ?? evidenceFor(cell, result, context), needs)
  } catch (error) {
    cell.wakeAt = Infinity
    if (health.errors++ === 0) needs.log.error({ class: health.class, fault: health.code, error }, 'A rule is broken')
    health.lastError = error instanceof Error ? error.message : String(error)
  }
}

function keep(state: EquipmentState, cell: Cell, result: Advance, now: Millis, { pending }: Findings) {
  cell.memory = result.memory
  cell.wakeAt = result.wakeAt > now ? result.wakeAt : now + 1000
  if (result.pending === undefined) pending.delete(cell)
  else pending.set(cell, pendingFault(state, cell, result.pending))
}

export const pendingFault = (state: EquipmentState, cell: Cell, { since, at }: { since: Millis; at: Millis }) => ({
  equipment: state.equipment.id,
  code: cell.rule.fault.code,
  since,
  firesAt: at,
})

const evidenceFor = (cell: Cell, { transition }: Advance, context: FaultContext): Evidence[] =>
  evidenceOf(transition?.to === 'firing' ? cell.rule.fault.condition : cell.rule.fault.clear, context)

/** Hands a change on, with whose it is. */
export function emit(
  state: EquipmentState,
  cell: Cell,
  transition: NonNullable<Advance['transition']>,
  evidence: Evidence[],
  { findings }: Pick<CellNeeds, 'findings'>,
) {
  const { id: equipment, site, class: kind } = state.equipment
  findings.transitions.push({ ...transition, equipment, site, class: kind, code: cell.rule.fault.code, evidence })
}
