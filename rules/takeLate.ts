import type { Cell, EquipmentState } from './equipmentState.ts'
import { type CellNeeds, emit } from './evaluateCell.ts'
import type { Transition } from './lifecycle.ts'
import { type Input, rewind, type Told, timeOf } from './recent.ts'
import { passTime } from './timeline.ts'

/**
 * Takes in what comes late but within the lateness as if it had come in time: the equipment goes back to before it, and
 * what came since is taken in again. Only what turns out otherwise is told: what fired after all, what did not (it ends
 * where it began, unless a person must reset it), and what goes on that was said to have ended (it came again).
 * @returns false when it is too long ago to go back to
 */
export function takeLate(
  state: EquipmentState,
  late: Input,
  needs: CellNeeds,
  takeInOrder: (input: Input) => void,
): boolean {
  const reached = state.eventTime
  const undone = rewind(state, timeOf(late), needs.findings.pending)
  if (!undone) return false
  const told: Told[] = []
  const { listener } = state
  state.listener = one => told.push(one)
  const inputs = [...undone.inputs, late].sort((a, b) => timeOf(a) - timeOf(b))
  for (const input of inputs) takeInOrder(input)
  if (reached > state.eventTime) passTime(state, reached, needs)
  state.listener = listener
  state.changed = true
  correct(state, undone.told, told, needs)
  return true
}

function correct(state: EquipmentState, before: readonly Told[], after: readonly Told[], needs: CellNeeds) {
  const said = new Set(before.map(keyOf))
  const now = new Set(after.map(keyOf))
  for (const { cell, transition } of before)
    if (transition.to === 'firing' && !after.some(a => isSame(a.transition, transition)))
      retract(state, cell, transition, before, needs)
  for (const one of after) if (!said.has(keyOf(one))) emit(state, one, needs)
  for (const one of before) if (one.transition.to === 'resolved' && !now.has(keyOf(one))) reopen(state, one, needs)
}

const keyOf = ({ transition: { id, to, at, severity, occurrences } }: Told): string =>
  `${id} ${to} ${at} ${severity ?? ''} ${occurrences ?? 1}`

const isSame = (a: Transition, b: Transition): boolean => a.to === b.to && a.id === b.id

function retract(state: EquipmentState, cell: Cell, fired: Transition, before: readonly Told[], needs: CellNeeds) {
  if (cell.rule.fault.latched) {
    if (!cell.memory.firing) cell.memory = { ...cell.memory, firing: { id: fired.id, firedAt: fired.at } }
    return
  }
  if (before.some(b => b.transition.to === 'resolved' && b.transition.id === fired.id)) return
  emit(state, { cell, transition: { to: 'resolved', id: fired.id, at: fired.at }, evidence: [] }, needs)
}

function reopen(state: EquipmentState, { cell, transition: { id } }: Told, needs: CellNeeds) {
  const { firing } = cell.memory
  if (firing?.id !== id) return
  const count = (firing.count ?? 1) + 1
  cell.memory = { ...cell.memory, firing: { ...firing, count } }
  emit(state, { cell, transition: { to: 'firing', id, at: firing.firedAt, occurrences: count }, evidence: [] }, needs)
}
