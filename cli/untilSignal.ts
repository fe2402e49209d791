import type { Log } from '#domain/log.ts'

/** How long a stop may take before the process ends anyway (contract.md §4). */
export const STOP_WITHIN_MS = 10_000

/**
 * Waits for SIGINT or SIGTERM, then stops and exits: 0 when everything drained in time, 1 when it did not.
 * A second signal ends the process at once.
 */
export async function untilSignal(stop: () => Promise<void>, log: Log): Promise<void> {
  const signal = await new Promise<NodeJS.Signals>(resolve => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  log.info({ signal }, 'stopping')
  process.once('SIGINT', () => process.exit(1))
  const late = setTimeout(() => {
    log.error({ afterMs: STOP_WITHIN_MS }, 'did not stop in time')
    process.exit(1)
  }, STOP_WITHIN_MS - 500)
  await stop()
  clearTimeout(late)
  log.info({}, 'stopped')
  process.exit(0)
}
