import type { Database } from '#database/database.ts'
import type { Log } from '#domain/log.ts'

interface Delivery {
  database: Database
  /** Once, before anything else. */
  first?(): Promise<void>
  /** @returns whether there was anything */
  deliver(): Promise<boolean>
  signal: AbortController
  retryMs: number
  log: Log
  /** What to say when it fails. */
  waiting: string
}

/** Delivers whenever something was written, and again a while after a failure. */
export function startDelivery({
  database,
  first = async () => undefined,
  deliver,
  signal,
  retryMs,
  log,
  waiting,
}: Delivery): { stop(): Promise<void> } {
  let wake: () => void = () => undefined
  const written = database.onWrite(() => wake())
  const pause = (ms?: number) =>
    new Promise<void>(resolve => {
      wake = resolve
      signal.signal.addEventListener('abort', () => resolve(), { once: true })
      if (ms !== undefined) setTimeout(resolve, ms).unref()
    })
  const run = async () => {
    let started = false
    while (!signal.signal.aborted) {
      try {
        if (!started) await first()
        started = true
        if (!(await deliver())) await pause(retryMs)
      } catch (err) {
        if (signal.signal.aborted) return
        log.warn({ err }, waiting)
        await pause(retryMs)
      }
    }
  }
  const done = run()
  return {
    stop: async () => {
      written()
      signal.abort()
      await done
    },
  }
}
