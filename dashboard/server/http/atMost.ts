import { CodedError } from '#domain/errors.ts'

const RETRY_AFTER_S = 5

/** Runs so much work at the same time and refuses what comes meanwhile. @throws CodedError TOO_MANY_REQUESTS with `atOnce` and `retryAfterS` */
export function atMost(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  return async work => {
    if (running >= atOnce) throw new CodedError('TOO_MANY_REQUESTS', { atOnce, retryAfterS: RETRY_AFTER_S })
    running++
    return await work().finally(() => running--)
  }
}
