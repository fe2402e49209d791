import type { Millis } from '#domain/time.ts'
import { type Cell, type EquipmentState, nextWake } from './equipmentState.ts'
import { type CellNeeds, evaluateCell } from './evaluateCell.ts'

/** Closes the present instant of a piece of equipment: what waited for the rest of it is evaluated. */
export function settle(state: EquipmentState, needs: CellNeeds) {
  if (state.open.size === 0) return
  for (const cell of state.open) evaluateCell(state, cell, state.eventTime, needs)
  state.open.clear()
}

/**
 * Moves a piece of equipment through time up to `until`, stopping wherever a duration runs out or a sample goes stale,
 * so that what happens between two readings happens at its own time and not when the next reading comes.
 */
export function passTime(state: EquipmentState, until: Millis, needs: CellNeeds) {
  settle(state, needs)
  for (let at = nextWake(state); at <= until; at = nextWake(state)) {
    state.eventTime = Math.max(state.eventTime, at)
    state.changed = true
    for (const cell of state.cells)
      if (cell.wakeAt <= state.eventTime) evaluateCell(state, cell, state.eventTime, needs)
  }
}

/** A reading begins an instant: what was due before it happens first; what falls on it sees the new values. */
export function beginInstant(state: EquipmentState, ts: Millis, needs: CellNeeds) {
  if (ts <= state.eventTime) return
  passTime(state, ts - 1, needs)
  state.eventTime = ts
}

/** Evaluates at once what a reading tells completely; the rest waits until the instant is over. */
export function evaluateTouched(
  state: EquipmentState,
  cells: readonly Cell[],
  given: Readonly<Record<string, unknown>>,
  needs: CellNeeds,
) {
  for (const cell of cells) {
    const { metrics } = cell.rule
    if (metrics.length <= 1 || areAllIn(metrics, given)) {
      state.open.delete(cell)
      evaluateCell(state, cell, state.eventTime, needs)
    } else state.open.add(cell)
  }
}

function areAllIn(names: readonly string[], given: Readonly<Record<string, unknown>>): boolean {
  for (const name of names) if (!(name in given)) return false
  return true
}
