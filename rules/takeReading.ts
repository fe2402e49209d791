import type { Millis } from '#domain/time.ts'
import type { ClassRule } from './classRules.ts'
import type { Cell, EquipmentState } from './equipmentState.ts'
import { keepSample } from './equipmentState.ts'
import type { CellNeeds } from './evaluateCell.ts'
import type { Heard } from './recent.ts'
import { beginInstant, evaluateTouched } from './timeline.ts'

/** Takes in one reading of a piece of equipment. Of each metric the newest value wins; an older one is history. */
export function takeReading(state: EquipmentState, reading: Heard, mark: number, needs: CellNeeds) {
  beginInstant(state, reading.ts, needs)
  state.changed = true
  const cells = touchedCells(state, reading, mark)
  hear(state, reading.ts, reading.receivedAt)
  evaluateTouched(state, cells, reading.metrics, needs)
}

/** Notes a sign of life, unless a newer one is known. */
export function hear(state: EquipmentState, ts: Millis, receivedAt: Millis) {
  if (ts < (state.lastSeen ?? 0)) return
  state.lastSeen = ts
  state.lagMs = receivedAt - ts
}

function touchedCells(state: EquipmentState, { ts, metrics }: Heard, mark: number): Cell[] {
  const touched: Cell[] = []
  const touch = (cell: Cell | undefined) => {
    if (!cell || cell.touchedBy === mark || !(cell.evaluated || cell.memory.firing)) return
    cell.touchedBy = mark
    touched.push(cell)
  }
  for (const name in metrics) {
    const sample = keepSample(state, name, metrics[name] ?? null, ts)
    if (sample === 'older') continue
    for (const rule of state.rules.byMetric.get(name) ?? [])
      if (sample === 'news' || rule.everySample || isDue(state, rule)) touch(state.cells[rule.index])
  }
  // Any sample ends a silence; while nobody is silent, its rules only look when their time comes.
  for (const { index } of state.rules.silenceRules) {
    const cell = state.cells[index]
    if (cell?.memory.firing || cell?.wakeAt === Infinity) touch(cell)
  }
  return touched
}

const isDue = (state: EquipmentState, { index }: ClassRule): boolean =>
  (state.cells[index]?.wakeAt ?? Infinity) <= state.eventTime
