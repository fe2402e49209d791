import type { Log } from '#domain/log.ts'

interface TrimmerNeeds {
  /** Pause before the first slice, and between two. */
  everyMs: number
  betweenMs: number
  /** Deletes one slice. @returns whether more is left */
  trim(): boolean
  /** Told how it went: undefined after a success. */
  outcome(error: unknown): void
  log: Log
}

/**
 * Calls `trim` in slices after it was poked, until `trim` says that nothing is left.
 * A failure is told and tried again: a full disk must not stop the readers, and has to end by itself.
 */
export function createTrimmer({ everyMs, betweenMs, trim, outcome, log }: TrimmerNeeds) {
  let timer: NodeJS.Timeout | undefined
  const run = (): void => {
    timer = undefined
    try {
      if (trim()) schedule(betweenMs)
      outcome(undefined)
    } catch (err) {
      outcome(err)
      log.warn({ err }, 'consumed records could not be deleted')
      schedule(everyMs)
    }
  }
  const schedule = (ms: number): void => {
    timer ??= setTimeout(run, ms).unref()
  }
  return { poke: () => schedule(everyMs), stop: () => clearTimeout(timer) }
}
