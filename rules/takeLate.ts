import type { Millis } from '#domain/time.ts'
import type { EquipmentState } from './equipmentState.ts'
import { type CellNeeds, emit } from './evaluateCell.ts'
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

/** Tells the world, which believes `before`, what is so after all. */
function correct(state: EquipmentState, before: readonly Told[], after: readonly Told[], needs: CellNeeds) {
  const said = new Set(before.map(keyOf))
  const news = after.filter(one => !said.has(keyOf(one)))
  for (const one of news) emit(state, one, needs)
  const believed = [...before, ...news].filter(({ transition }) => transition.to !== 'changed')
  const newest = new Map(believed.map(one => [one.transition.id, one]))
  for (const [id, one] of newest) {
    const isOpen = one.cell.memory.firing?.id === id
    const happened = after.filter(({ transition }) => transition.id === id && transition.to !== 'changed')
    if (isOpen && one.transition.to === 'resolved') reopen(state, one, needs)
    else if (!isOpen) takeBack(state, one, before, happened, needs)
  }
}

const keyOf = ({ transition: { id, to, at, severity, occurrences } }: Told): string =>
  `${id} ${to} ${at} ${severity ?? ''} ${occurrences ?? 1}`

/** Ends what is believed and did not happen: a fault, or only its last coming. */
function takeBack(
  state: EquipmentState,
  newest: Told,
  before: readonly Told[],
  happened: readonly Told[],
  needs: CellNeeds,
) {
  const { cell, transition } = newest
  const fired = before.find(one => one.transition.id === transition.id && one.transition.to === 'firing')
  if (transition.to === 'firing' && cell.rule.fault.latched && !cell.memory.firing) return stay(state, newest)
  const end = happened.at(-1)?.transition
  if (transition.to === 'firing') resolve(state, newest, end?.to === 'resolved' ? end.at : transition.at, needs)
  else if (fired && happened.length === 0) resolve(state, newest, fired.transition.at, needs)
}

const resolve = (state: EquipmentState, { cell, transition }: Told, at: Millis, needs: CellNeeds) =>
  emit(state, { cell, transition: { to: 'resolved', id: transition.id, at }, evidence: [] }, needs)

/** A latched fault ends by a person's word alone; a reading that comes later must not forget it either. */
function stay(state: EquipmentState, fired: Told) {
  const { id, at, occurrences } = fired.transition
  const { memory } = fired.cell
  const firing = { id, firedAt: at, ...(occurrences !== undefined && { count: occurrences }) }
  fired.cell.memory = { ...memory, firing }
  state.recent.at(-1)?.told.push(fired)
}

function reopen(state: EquipmentState, { cell, transition: { id } }: Told, needs: CellNeeds) {
  const { firing } = cell.memory
  if (firing?.id !== id) return
  const count = (firing.count ?? 1) + 1
  cell.memory = { ...cell.memory, firing: { ...firing, count } }
  const transition = { to: 'firing' as const, id, at: firing.firedAt, occurrences: count }
  const again: Told = { cell, transition, evidence: [] }
  state.recent.at(-1)?.told.push(again)
  emit(state, again, needs)
}
