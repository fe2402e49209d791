import { setImmediate as breathe } from 'node:timers/promises'
import type { FaultTransition } from '#domain/faults.ts'
import type { Log } from '#domain/log.ts'
import type { SpoolReader } from '#domain/spool.ts'
import type { Millis } from '#domain/time.ts'
import type { Engine } from './engine.ts'
import type { OpenFault } from './openFaults.ts'
import { BATCH, TIMING } from './timing.ts'

const KEY = 'equipment:'
/** States restored in one go, so that the rest of the service goes on meanwhile. */
const AT_A_TIME = 500

/** Writes how far the rules have come, with the state of all equipment that changed, in one transaction. */
export function createCheckpoint(engine: Engine, reader: SpoolReader, start: Millis) {
  let writtenAt = start
  let durable = reader.position()
  const write = (position: number, now: Millis) => {
    const states = engine.save().map(([id, json]) => [KEY + id, json] as const)
    if (states.length > 0 || position !== durable) reader.commit(position, states)
    durable = position
    writtenAt = now
  }
  return {
    write,
    writeWhenDue: (position: number, now: Millis) => {
      if (now - writtenAt >= TIMING.checkpoint || position - durable >= BATCH.checkpoint) write(position, now)
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
  for (const [key, json] of [...reader.state()]) {
    if (++restored % AT_A_TIME === 0) await breathe()
    try {
      if (key.startsWith(KEY)) engine.restore(key.slice(KEY.length), json)
    } catch (error) {
      log.error({ key, error }, 'A saved rule state cannot be read; the next readings build it up again')
    }
  }
  for (const fault of open) engine.adopt(fault)
  const known = new Set(open.map(fault => fault.id))
  return engine.firing().filter(fault => !known.has(fault.id))
}
