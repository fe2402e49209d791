import { setTimeout as wait } from 'node:timers/promises'
import type { FaultTransition } from '#domain/faults.ts'
import type { Log } from '#domain/log.ts'
import { TIMING } from './timing.ts'

export interface HandOverNeeds {
  handle(transitions: readonly FaultTransition[]): Promise<void>
  log: Log
  signal: AbortSignal
}

/**
 * Hands transitions on until they are durable: it backs off with jitter and tries the same ones again, never skipping.
 * @returns false when it was stopped before that
 */
export async function handOver(transitions: readonly FaultTransition[], needs: HandOverNeeds): Promise<boolean> {
  if (transitions.length === 0) return true
  for (let pause: number = TIMING.retryFirst; ; pause = Math.min(2 * pause, TIMING.retryLongest)) {
    try {
      await needs.handle(transitions)
      return true
    } catch (error) {
      needs.log.error({ error, transitions: transitions.length }, 'Faults could not be handed on; trying again')
    }
    const jittered = pause * (0.5 + Math.random() / 2)
    await wait(jittered, undefined, { signal: needs.signal }).catch(() => undefined)
    if (needs.signal.aborted) return false
  }
}
