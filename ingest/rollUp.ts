import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '#domain/log.ts'
import type { Rollups } from '#domain/telemetryStore.ts'
import type { Clock, Millis } from '#domain/time.ts'
import { floorTo, HOUR_MS, MINUTE_MS } from './stores/resolutions.ts'

export interface RollUpLimits {
  /** Between two rounds. */
  everyMs: number
  /** How long readings are waited for before their minute is rolled up; what comes later has it rolled up again. */
  graceMs: number
  /** Hours of series that came late, rolled up in one step. */
  lateHours: number
  /** A step takes about this long: the stretch of time it rolls up, a minute to an hour, is fitted to it. */
  stepMs: number
}

const ROLL_UP_LIMITS: RollUpLimits = { everyMs: 15_000, graceMs: 60_000, lateHours: 200, stepMs: 500 }

interface RollUpNeeds {
  rollups: Rollups
  clock: Clock
  /** Everything that came in before this time is in the store. */
  storedTo(): Millis
  log: Log
  limits?: Partial<RollUpLimits> | undefined
}

export interface RollUpStats {
  /** How long ago the newest minute ended that is rolled up, as far as there are readings. */
  lagMs: number
  lastError?: string
}

/** Steps through time. @returns one round's work, up to `until`, given up early when `stopped` says so */
function createSteps(rollups: Rollups, stepMs: number, stopped: () => boolean) {
  let width = HOUR_MS
  const adapt = (took: number): void => {
    if (took > stepMs) width = Math.max(MINUTE_MS, floorTo(width / 2, MINUTE_MS))
    else if (took < stepMs / 4) width = Math.min(HOUR_MS, width * 2)
  }
  /** Where the next readings are, or where the hour that is begun ends; undefined when nothing is left to do. */
  const skipTo = async (from: Millis, until: Millis): Promise<Millis | undefined> => {
    const oldest = await rollups.oldest(from)
    if (oldest === undefined || oldest >= until) return undefined
    const begun = from % HOUR_MS !== 0 && oldest >= floorTo(from, HOUR_MS) + HOUR_MS
    return begun ? from : floorTo(oldest, oldest - from < HOUR_MS ? MINUTE_MS : HOUR_MS)
  }
  const roll = async (from: Millis, until: Millis): Promise<Millis> => {
    const to = Math.min(until, from + width, floorTo(from, HOUR_MS) + HOUR_MS)
    const began = performance.now()
    await rollups.roll({ from, to })
    adapt(performance.now() - began)
    return to
  }
  return async (until: Millis): Promise<void> => {
    let done = (await rollups.rolledTo()) ?? 0
    while (!stopped() && done < until) {
      const from = await skipTo(done, until)
      if (from === undefined) return
      done = await roll(Math.max(from, done), until)
    }
  }
}

/**
 * Rolls up what the store holds, a bounded step at a time: first what came late, then minute by minute up to now, then
 * removes what is older than the retention. All progress is in the store, so a restart goes on where it was. With a
 * telemetry clock nothing is removed: a replayed recording is as old as it is.
 */
export function startRollUp({ rollups, clock, storedTo, log, ...needs }: RollUpNeeds) {
  const limits = { ...ROLL_UP_LIMITS, ...needs.limits }
  const stopping = new AbortController()
  const stopped = () => stopping.signal.aborted
  const rollTo = createSteps(rollups, limits.stepMs, stopped)
  let rolledTo: Millis | undefined
  let behind = false
  let lastError: string | undefined

  const round = async (): Promise<void> => {
    while (!stopped() && (await rollups.rollLate(limits.lateHours)) > 0);
    const until = floorTo(Math.max(0, Math.min(clock.now(), storedTo()) - limits.graceMs), MINUTE_MS)
    behind = true
    await rollTo(until)
    behind = false
    while (clock.kind === 'wall' && !stopped() && (await rollups.expire(clock.now())));
  }
  const run = async (): Promise<void> => {
    while (!stopped()) {
      try {
        await round()
        lastError = undefined
      } catch (err) {
        const { message } = err as Error
        if (message !== lastError) log.warn({ err }, 'the rollups do not advance')
        lastError = message
      }
      rolledTo = await rollups.rolledTo().catch(() => rolledTo)
      await delay(limits.everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const running = run()

  return {
    stats: (): RollUpStats => ({
      lagMs: (behind || lastError !== undefined) && rolledTo !== undefined ? Math.max(0, clock.now() - rolledTo) : 0,
      ...(lastError !== undefined && { lastError }),
    }),
    /** Ends after the step that is under way. */
    stop: async (): Promise<void> => {
      stopping.abort()
      await running
    },
  }
}
