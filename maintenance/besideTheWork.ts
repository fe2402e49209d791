import type { Workshop } from './needs.ts'

/** Work that a running stage does now and then by itself, never twice at once. */
export interface BesideTheWork {
  /** Does at once what is due, after what is being done. */
  now(): Promise<void>
  stop(): Promise<void>
}

interface Work {
  /** Does what is due; the rows say what that is, so that a stop in the middle loses nothing. */
  work(signal: AbortSignal): Promise<void>
  everyMs: number
  /** What is logged when it could not be done yet. */
  failed: string
}

/** Starts to look for what is due: at once, and at intervals. */
export function besideTheWork({ log, sweepMs }: Workshop, { work, everyMs, failed }: Work): BesideTheWork {
  const ending = new AbortController()
  let running = Promise.resolve()
  const now = () => {
    const next = running.then(() => work(ending.signal))
    running = next.catch(() => undefined)
    return next
  }
  const look = () => void now().catch((err: unknown) => log.warn({ err }, failed))
  const timer = setInterval(look, sweepMs ?? everyMs)
  if (sweepMs === undefined) look()
  return {
    now,
    stop: async () => {
      ending.abort()
      clearInterval(timer)
      await running
    },
  }
}
