import { setImmediate as breathe } from 'node:timers/promises'
import type { FaultTransition } from '#domain/faults.ts'
import type { Log } from '#domain/log.ts'
import type { SpoolReader } from '#domain/spool.ts'
import type { Millis } from '#domain/time.ts'
import type { Engine } from './engine.ts'
import { fillBatch } from './fillBatch.ts'
import { healthKey, restoreHealth } from './keptHealth.ts'
import type { OpenFault } from './openFaults.ts'
import { BATCH, TIMING } from './timing.ts'

const KEY = 'equipment:'
/** States restored in one go, so that the rest of the service goes on meanwhile. */
const AT_A_TIME = 500

/** Writes how far the rules have come, with the state of all equipment that changed. */
interface Checkpoint {
  /** Begins one when it is time, or writes the next slice of the one under way. */
  goOn(position: number, now: Millis): void
  isUnderWay(): boolean
  /** Writes all there is. */
  finish(position: number, now: Millis): Promise<void>
}

type Saved = readonly [equipment: string, json: string]

/**
 * A checkpoint is written in slices, so that the rest of the service goes on meanwhile. The position that it commits in
 * the end is where it began: states written after that lie ahead of it, and what is read again after a crash changes
 * nothing in them. Call it only when all transitions so far are durable.
 */
export function createCheckpoint(
  engine: Pick<Engine, 'save'>,
  reader: SpoolReader,
  start: Millis,
  everyMs: Millis = TIMING.checkpoint,
): Checkpoint {
  let startedAt = start
  let durable = reader.position()
  let running: { position: number; states: Iterator<Saved>; slice: Saved[] } | undefined

  const begin = (position: number, now: Millis) => {
    startedAt = now
    running = { position, states: engine.save(), slice: [] }
  }
  const writeSlice = () => {
    if (!running) return
    const { position, states, slice } = running
    fillBatch(slice, states, BATCH.states)
    const isLast = slice.length < BATCH.states
    const entries = slice.map(([equipment, json]) => [KEY + equipment, json] as const)
    if (slice.length > 0 || position !== durable) reader.commit(isLast ? position : durable, entries)
    if (isLast) durable = position
    running = isLast ? undefined : { position, states, slice: [] }
  }
  const isDue = (position: number, now: Millis) => now - startedAt >= everyMs || position - durable >= BATCH.checkpoint

  return {
    goOn: (position, now) => {
      if (!running && isDue(position, now)) begin(position, now)
      writeSlice()
    },
    isUnderWay: () => running !== undefined,
    finish: async (position, now) => {
      for (; running; await breathe()) writeSlice()
      for (begin(position, now); running; await breathe()) writeSlice()
    },
  }
}

/**
 * Brings back what was written, and takes over the faults that only the database knows to be open.
 * @returns the faults that are open here and not in the database, to be handed on again
 */
export async function restore(
  engine: Engine,
  reader: SpoolReader,
  open: readonly OpenFault[],
  log: Log,
): Promise<FaultTransition[]> {
  let restored = 0
  const rules = new Map(engine.rules().map(rule => [healthKey(rule), rule]))
  for (const [key, json] of [...reader.state()]) {
    if (++restored % AT_A_TIME === 0) await breathe()
    try {
      const rule = rules.get(key)
      if (key.startsWith(KEY)) engine.restore(key.slice(KEY.length), json)
      else if (rule) restoreHealth(rule, json)
    } catch (error) {
      log.error({ key, error }, 'A saved rule state cannot be read; the next readings build it up again')
    }
  }
  for (const fault of open) engine.adopt(fault)
  const known = new Set(open.map(fault => fault.id))
  return engine.firing().filter(fault => !known.has(fault.id))
}
