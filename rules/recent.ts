import type { Evidence, PendingFault } from '#domain/faults.ts'
import type { SpoolItem } from '#domain/spool.ts'
import type { Reading } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { Cell, EquipmentState } from './equipmentState.ts'
import type { FaultMemory, Transition } from './lifecycle.ts'
import { type PackedReading, pack, unpack } from './packedReading.ts'
import { type PackedSamples, packSamples, unpackSamples } from './packedSamples.ts'

/** How late a reading may be, measured against the newest of its equipment (catalogue §6.4, ordering). */
export const LATENESS_MS = 120_000
/** Inputs between two snapshots, which one late input makes to be evaluated again: usually, and while some come late. */
const SEGMENT = { usual: 128, disordered: 16 }
/** How long equipment of which something came late is expected to go on like that. */
const DISORDERED_MS = 10 * LATENESS_MS
/** Inputs kept of one piece of equipment: one that reports oftener than four times a second has a shorter lateness. */
const MOST_INPUTS = 512

/** What is taken in: a reading, or a device's own word. */
export type Input = { kind: 'reading'; reading: Heard } | Event
export type Heard = Pick<Reading, 'ts' | 'receivedAt' | 'metrics'>
type Event = Extract<SpoolItem, { kind: 'event' }>

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
  wakes: Millis[]
  waiting: (PendingFault | undefined)[] | undefined
  samples: PackedSamples
  open: readonly Cell[]
}

/** A snapshot, and what came after it. */
interface Segment {
  before: Snapshot
  startsAt: Millis
  inputs: (PackedReading | Event)[]
  told: Told[]
}

export type Recent = Segment[]

export const timeOf = (input: Input): Millis => (input.kind === 'reading' ? input.reading.ts : input.event.ts)

/** Notes an input that is about to be taken in, in order. */
export function remember(state: EquipmentState, input: Input, pending: ReadonlyMap<Cell, PendingFault>) {
  const { recent } = state
  const ts = timeOf(input)
  let segment = recent.at(-1)
  const last = segment?.inputs.at(-1)
  if (!segment || isFull(segment, ts, state.disorderedUntil)) {
    const samples = packSamples(state.samples, segment?.before.samples)
    segment = { before: snapshotOf(state, samples, pending), startsAt: ts, inputs: [], told: [] }
    recent.push(segment)
    forgetMany(recent)
  }
  segment.inputs.push(input.kind === 'reading' ? pack(input.reading, last) : input)
  while (recent[1] && recent[1].startsAt < ts - LATENESS_MS) recent.shift()
}

const isFull = ({ inputs, startsAt }: Segment, ts: Millis, disorderedUntil: Millis): boolean =>
  ts - startsAt > LATENESS_MS || inputs.length >= (ts < disorderedUntil ? SEGMENT.disordered : SEGMENT.usual)

function forgetMany(recent: Recent) {
  let inputs = 0
  for (const segment of recent) inputs += segment.inputs.length
  while (inputs > MOST_INPUTS) inputs -= recent.shift()?.inputs.length ?? inputs
}

/** Goes back to before `ts`. @returns what came and was told since then; undefined when it is too long ago */
export function rewind(state: EquipmentState, ts: Millis, pending: Map<Cell, PendingFault>) {
  const { recent } = state
  const from = recent.findLastIndex(s => s.before.eventTime < ts && s.startsAt <= ts)
  const index = from < 0 && recent[0] && recent[0].before.eventTime < ts ? 0 : from
  const segment = recent[index]
  if (!segment) return undefined
  state.disorderedUntil = Math.max(state.eventTime, ts) + DISORDERED_MS
  const undone = recent.splice(index)
  goBack(state, segment.before, pending)
  const inputs = undone
    .flatMap(s => s.inputs)
    .map((one): Input => {
      return 'kind' in one ? one : { kind: 'reading', reading: unpack(one) }
    })
  return { inputs, told: undone.flatMap(s => s.told) }
}

function snapshotOf(state: EquipmentState, samples: PackedSamples, pending: ReadonlyMap<Cell, PendingFault>): Snapshot {
  const { cells, open, eventTime, lastSeen, lagMs } = state
  const waits = pending.size > 0 && cells.some(cell => pending.has(cell))
  return {
    eventTime,
    lastSeen,
    lagMs,
    memories: cells.map(cell => cell.memory),
    wakes: cells.map(cell => cell.wakeAt),
    waiting: waits ? cells.map(cell => pending.get(cell)) : undefined,
    samples,
    open: open.size > 0 ? [...open] : NONE,
  }
}

const NONE: readonly Cell[] = []

function goBack(state: EquipmentState, before: Snapshot, pending: Map<Cell, PendingFault>) {
  state.eventTime = before.eventTime
  state.lastSeen = before.lastSeen
  state.lagMs = before.lagMs
  state.samples = unpackSamples(before.samples)
  state.open = new Set(before.open)
  for (const [i, cell] of state.cells.entries()) {
    cell.memory = before.memories[i] ?? {}
    cell.wakeAt = before.wakes[i] ?? Infinity
    const waits = before.waiting?.[i]
    if (waits) pending.set(cell, waits)
    else pending.delete(cell)
  }
}
