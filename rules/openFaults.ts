import type { FaultTransition } from '#domain/faults.ts'
import type { Millis } from '#domain/time.ts'
import type { Cell, EquipmentState } from './equipmentState.ts'
import { type CellNeeds, transitionOf } from './evaluateCell.ts'
import { reset, resettable } from './lifecycle.ts'
import { settle } from './timeline.ts'

/** An open fault as the operations database has it. */
export interface OpenFault {
  id: string
  equipment: string
  code: string
  firedAt: Millis
}

const cellOf = (state: EquipmentState, code: string): Cell | undefined =>
  state.cells.find(cell => cell.rule.fault.code === code)

/** The open faults of a piece of equipment, as the transitions that opened them. */
export function firingFaults(state: EquipmentState): FaultTransition[] {
  const { id: equipment, site, class: kind } = state.equipment
  return state.cells.flatMap(({ rule, memory }) =>
    memory.firing
      ? [
          {
            id: memory.firing.id,
            to: 'firing' as const,
            equipment,
            site,
            class: kind,
            code: rule.fault.code,
            at: memory.firing.firedAt,
            evidence: [],
            ...(memory.firing.count !== undefined && { occurrences: memory.firing.count }),
            ...(memory.firing.severity !== undefined && { severity: memory.firing.severity }),
          },
        ]
      : [],
  )
}

/** Takes over a fault that is open in the database and not open here. */
export function adoptFault(state: EquipmentState, fault: OpenFault) {
  const cell = cellOf(state, fault.code)
  if (!cell || cell.memory.firing) return
  cell.memory = { ...cell.memory, firing: { id: fault.id, firedAt: fault.firedAt } }
  cell.wakeAt = Math.max(state.eventTime, fault.firedAt)
  state.recent = []
  state.changed = true
}

/** Still active, or the transitions to make durable and then to apply here. */
export type Reset = 'stillActive' | { transitions: FaultTransition[]; apply(): void }

/** What a person's reset of a fault meets; undefined when no such fault is open. */
export function personResets(state: EquipmentState, code: string, now: Millis, needs: CellNeeds): Reset | undefined {
  const cell = cellOf(state, code)
  const open = cell?.memory.firing
  if (!cell || !open) return undefined
  settle(state, needs)
  const at = Math.max(now, state.eventTime)
  const context = needs.contextOf(state, cell, at)
  const { memory, transition } = reset(cell.memory, at, context)
  if (!transition || !resettable(cell.rule.fault, cell.memory, context)) return 'stillActive'
  const transitions = [transitionOf(state, cell, transition, [])]
  const apply = () => {
    if (cell.memory.firing?.id !== open.id) return
    cell.memory = { ...memory, fire: cell.memory.fire }
    state.recent = []
    state.changed = true
    needs.zones.note(state, cell)
  }
  return { transitions, apply }
}
