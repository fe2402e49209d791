import type { Log } from '#domain/log.ts'

/**
 * Calls `trim` in slices after it was poked, until `trim` says that nothing is left.
 * A failure is told and tried again at the next poke: a full disk must not stop the readers.
 */
export function createTrimmer({ everyMs }: { everyMs: number }, log: Log, trim: () => boolean) {
  let timer: NodeJS.Timeout | undefined
  const run = (): void => {
    timer = undefined
    try {
      if (trim()) poke()
    } catch (err) {
      log.warn({ err }, 'consumed records could not be deleted')
    }
  }
  const poke = (): void => {
    timer ??= setTimeout(run, everyMs).unref()
  }
  return { poke, stop: () => clearTimeout(timer) }
}
