import { CodedError } from '#domain/errors.ts'

/**
 * What a writer can do about a batch that was not stored: send it again later; look for the readings in it that the
 * store will never take; wait until a person has put the settings right; send it in smaller pieces.
 */
export type StoreFailure = 'retryable' | 'refused' | 'misconfigured' | 'tooLarge'

/** The store did not do what was asked; `failure` says why, the message what the server said. */
export class StoreError extends CodedError {
  readonly failure: StoreFailure
  constructor(failure: StoreFailure, message: string, cause?: unknown) {
    super('STORE_UNAVAILABLE', { failure }, message)
    this.name = 'StoreError'
    this.failure = failure
    if (cause !== undefined) this.cause = cause
  }
}

const BY_STATUS: Readonly<Record<number, StoreFailure>> = {
  400: 'refused',
  422: 'refused',
  413: 'tooLarge',
  408: 'retryable',
  425: 'retryable',
  429: 'retryable',
}

/** What an HTTP status of InfluxDB means for the batch. */
const failureOfStatus = (status: number): StoreFailure =>
  BY_STATUS[status] ?? (status >= 500 ? 'retryable' : 'misconfigured')

const MAX_WORDS = 1000

/** The error for an answer with this status; `words` is what the server said. */
export function errorOfStatus(status: number, words: string, cause?: unknown): StoreError {
  const said = words.trim().slice(0, MAX_WORDS)
  return new StoreError(failureOfStatus(status), `InfluxDB answered ${status}${said && `: ${said}`}`, cause)
}

/** The error for a request that had no answer (refused, reset, timed out), or one that cannot be read. */
export function errorOfNetwork(cause: unknown): StoreError {
  if (cause instanceof SyntaxError)
    return new StoreError('refused', `InfluxDB's answer is no JSON: ${cause.message}`, cause)
  const { code, message } = cause as { code?: string; message?: string }
  return new StoreError('retryable', `InfluxDB does not answer: ${message || code || String(cause)}`, cause)
}
