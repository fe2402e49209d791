import type { PendingFault } from '#domain/faults.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { Cell, EquipmentState } from './equipmentState.ts'
import { carried, freshUntil } from './equipmentState.ts'
import { type Findings, pendingFault } from './evaluateCell.ts'
import type { FaultMemory } from './lifecycle.ts'

/** One piece of equipment as it is kept between two runs of the service. */
interface Saved {
  version: 2
  lastSeen?: Millis
  lagMs: number
  eventTime: Millis
  samples: Record<string, readonly [MetricValue, Millis]>
  /** `rule`: the version of a rule that a person made; a memory of another version is worth nothing. */
  faults: Record<
    string,
    { memory: FaultMemory; wakeAt?: Millis; pending?: { since: Millis; at: Millis }; open?: true; rule?: number }
  >
}

export function saveState(state: EquipmentState, pending: Findings['pending']): string {
  state.changed = false
  const saved: Saved = {
    version: 2,
    ...(state.lastSeen !== undefined && { lastSeen: state.lastSeen }),
    lagMs: state.lagMs,
    eventTime: state.eventTime,
    samples: Object.fromEntries([...state.samples].map(([name, s]) => [name, [s.value, s.ts]])),
    faults: Object.fromEntries(
      state.cells.filter(worthKeeping(state)).map(cell => savedCell(state, cell, pending.get(cell))),
    ),
  }
  return JSON.stringify(saved)
}

const worthKeeping = (state: EquipmentState) => (cell: Cell) =>
  cell.wakeAt < Infinity || state.open.has(cell) || Object.keys(cell.memory).length > 0

function savedCell(state: EquipmentState, cell: Cell, waits?: PendingFault): [string, Saved['faults'][string]] {
  const { memory, wakeAt } = cell
  const { version } = cell.rule.fault
  const open = state.open.has(cell)
  const pending = waits && { since: waits.since, at: waits.firesAt }
  return [
    cell.rule.fault.code,
    {
      memory,
      ...(wakeAt < Infinity && { wakeAt }),
      ...(pending && { pending }),
      ...(open && { open }),
      ...(version !== undefined && { rule: version }),
    },
  ]
}

/** Puts a saved state into a new one. A state of another version is left out: the next readings build it up again. */
export function restoreState(state: EquipmentState, json: string, pending: Findings['pending']) {
  const saved: Saved = JSON.parse(json)
  if (saved.version !== 2) return
  state.lastSeen = saved.lastSeen
  state.lagMs = saved.lagMs
  state.eventTime = saved.eventTime
  for (const [name, [value, ts]] of Object.entries(saved.samples))
    state.samples.set(name, { value, ts, until: freshUntil(state, name, ts) })
  for (const cell of state.cells) restoreCell(state, cell, saved, pending)
}

function restoreCell(state: EquipmentState, cell: Cell, saved: Saved, pending: Findings['pending']) {
  const kept = saved.faults[cell.rule.fault.code]
  if (!kept) {
    if (cell.evaluated && cell.rule.fault.version !== undefined) state.open.add(cell)
    return
  }
  if (kept.rule !== cell.rule.fault.version) {
    cell.memory = carried(kept.memory, cell.rule.fault)
    if (cell.evaluated || cell.memory.firing) state.open.add(cell)
    return
  }
  cell.memory = kept.memory
  cell.wakeAt = kept.wakeAt ?? Infinity
  if (kept.open) state.open.add(cell)
  if (kept.pending) pending.set(cell, pendingFault(state, cell, kept.pending))
}
