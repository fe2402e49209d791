import type { Evidence, PendingFault } from '#domain/faults.ts'
import type { SpoolItem } from '#domain/spool.ts'
import type { Millis } from '#domain/time.ts'
import type { Cell, EquipmentState, KeptSample } from './equipmentState.ts'
import type { FaultMemory, Transition } from './lifecycle.ts'

/** How late a reading may be, measured against the newest of its equipment (catalogue §6.4, ordering). */
export const LATENESS_MS = 120_000
/** Inputs between two snapshots: what one late reading makes to be evaluated again. */
const SEGMENT = 16

export type Input = Extract<SpoolItem, { kind: 'reading' | 'event' }>

/** What was told of a fault, with the values that spoke for it; the cell says which. */
export interface Told {
  cell: Cell
  transition: Transition
  evidence: Evidence[]
}

/** A piece of equipment as it was. Memories are never changed in place, so that a copy of the references is enough. */
interface Snapshot {
  eventTime: Millis
  lastSeen: Millis | undefined
  lagMs: number
  memories: FaultMemory[]
  wakes: Float64Array
  waiting: (PendingFault | undefined)[] | undefined
  samples: Map<string, KeptSample>
  open: readonly Cell[]
}

/** A snapshot, and what came after it. */
interface Segment {
  before: Snapshot
  startsAt: Millis
  inputs: Input[]
  told: Told[]
}

export type Recent = Segment[]

export const timeOf = (input: Input): Millis => (input.kind === 'reading' ? input.reading.ts : input.event.ts)

/** Notes an input that is about to be taken in, in order. */
export function remember(state: EquipmentState, input: Input, pending: ReadonlyMap<Cell, PendingFault>) {
  const { recent } = state
  const ts = timeOf(input)
  const newest = recent.at(-1)
  if (newest && newest.inputs.length < SEGMENT && ts - newest.startsAt <= LATENESS_MS) newest.inputs.push(input)
  else recent.push({ before: snapshotOf(state, pending), startsAt: ts, inputs: [input], told: [] })
  while (recent[1] && recent[1].startsAt < ts - LATENESS_MS) recent.shift()
}

/** Goes back to before `ts`. @returns what came and was told since then; undefined when it is too long ago */
export function rewind(state: EquipmentState, ts: Millis, pending: Map<Cell, PendingFault>) {
  const { recent } = state
  const from = recent.findLastIndex(s => s.before.eventTime < ts && s.startsAt <= ts)
  const index = from < 0 && recent[0] && recent[0].before.eventTime < ts ? 0 : from
  const segment = recent[index]
  if (!segment) return undefined
  const undone = recent.splice(index)
  goBack(state, segment.before, pending)
  return { inputs: undone.flatMap(s => s.inputs), told: undone.flatMap(s => s.told) }
}

function snapshotOf(state: EquipmentState, pending: ReadonlyMap<Cell, PendingFault>): Snapshot {
  const { cells, samples, open, eventTime, lastSeen, lagMs } = state
  const waits = pending.size > 0 && cells.some(cell => pending.has(cell))
  return {
    eventTime,
    lastSeen,
    lagMs,
    memories: cells.map(cell => cell.memory),
    wakes: Float64Array.from(cells, cell => cell.wakeAt),
    waiting: waits ? cells.map(cell => pending.get(cell)) : undefined,
    samples: new Map(samples),
    open: [...open],
  }
}

function goBack(state: EquipmentState, before: Snapshot, pending: Map<Cell, PendingFault>) {
  state.eventTime = before.eventTime
  state.lastSeen = before.lastSeen
  state.lagMs = before.lagMs
  state.samples = new Map(before.samples)
  state.open = new Set(before.open)
  for (const [i, cell] of state.cells.entries()) {
    cell.memory = before.memories[i] ?? {}
    cell.wakeAt = before.wakes[i] ?? Infinity
    const waits = before.waiting?.[i]
    if (waits) pending.set(cell, waits)
    else pending.delete(cell)
  }
}
