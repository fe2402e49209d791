import type { Log } from '#domain/log.ts'

/** How long a stop may take before the process ends anyway (contract.md §4). */
const STOP_WITHIN_MS = 10_000

/** Listens for SIGINT and SIGTERM from now on. Call it before the start, so that a signal in the middle of it is not lost. */
export const stopSignal = (): Promise<NodeJS.Signals> =>
  new Promise(resolve => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })

/**
 * Waits for the signal, then stops and exits: 0 when everything drained in time, 1 when it did not.
 * A second SIGINT ends the process at once.
 */
export async function untilSignal(asked: Promise<NodeJS.Signals>, stop: () => Promise<void>, log: Log): Promise<void> {
  log.info({ signal: await asked }, 'stopping')
  process.once('SIGINT', () => process.exit(1))
  setTimeout(() => {
    log.error({ afterMs: STOP_WITHIN_MS }, 'did not stop in time')
    process.exit(1)
  }, STOP_WITHIN_MS - 500).unref()
  await stop()
  log.info({}, 'stopped')
  process.exit(0)
}
