import { setTimeout as wait } from 'node:timers/promises'
import { CodedError } from '#domain/errors.ts'
import type { FaultTransition } from '#domain/faults.ts'
import type { Log } from '#domain/log.ts'
import { PARKED, TIMING } from './timing.ts'

export interface HandOverNeeds {
  handle(transitions: readonly FaultTransition[]): Promise<void>
  log: Log
  signal: AbortSignal
}

const isAway = (error: unknown): boolean => error instanceof CodedError && error.code === 'DATABASE_UNAVAILABLE'

/**
 * Hands transitions on until they are durable: it backs off with jitter and tries the same ones again, never skipping.
 * One that fails again and again while the database answers is parked, so that the others' tickets do not wait for it;
 * it is tried again for as long as the service runs, and at the next start.
 */
export function createHandOver({ handle, log, signal }: HandOverNeeds) {
  let parked: FaultTransition[] = []
  let retryAt = 0

  /** @returns those that failed */
  const oneByOne = async (transitions: readonly FaultTransition[]): Promise<FaultTransition[]> => {
    const failed: FaultTransition[] = []
    for (const one of transitions) {
      if (failed.some(({ id }) => id === one.id)) failed.push(one)
      else
        await handle([one]).catch((error: unknown) => {
          log.error({ error, transition: one }, 'A fault could not be handed on; the others go on without it')
          failed.push(one)
        })
    }
    return failed
  }

  const park = async (transitions: readonly FaultTransition[]): Promise<void> => {
    parked.push(...(await oneByOne(transitions)))
    retryAt = performance.now() + TIMING.retryLongest
  }

  const untilDurable = async (transitions: readonly FaultTransition[]): Promise<boolean> => {
    let pause: number = TIMING.retryFirst
    for (let failures = 1; ; failures++) {
      try {
        await handle(transitions)
        return true
      } catch (error) {
        log.error({ error, transitions: transitions.length }, 'Faults could not be handed on; trying again')
        if (!isAway(error) && failures >= PARKED.after && parked.length + transitions.length <= PARKED.most) {
          await park(transitions)
          return true
        }
      }
      const jittered = pause * (0.5 + Math.random() / 2)
      await wait(jittered, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return false
      pause = Math.min(2 * pause, TIMING.retryLongest)
    }
  }

  /** @returns false when it was stopped before the transitions were durable or parked */
  return async (transitions: readonly FaultTransition[]): Promise<boolean> => {
    if (parked.length > 0 && performance.now() >= retryAt) await park(parked.splice(0))
    const waits = new Set(parked.map(({ id }) => id))
    parked = [...parked, ...transitions.filter(({ id }) => waits.has(id))]
    const free = transitions.filter(({ id }) => !waits.has(id))
    return free.length === 0 || (await untilDurable(free))
  }
}
