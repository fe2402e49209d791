import { CodedError } from '#domain/errors.ts'

/**
 * What a writer can do about a batch that was not stored: send it again later; look for the readings in it that the
 * store will never take; wait until a person has put the settings right; send it in smaller pieces.
 */
export type StoreFailure = 'retryable' | 'refused' | 'misconfigured' | 'tooLarge'

/** The store did not do what was asked; `failure` says why, the message what the server said. */
export class StoreError extends CodedError {
  readonly failure: StoreFailure
  /** How long the server asked to be left alone, in milliseconds. */
  retryAfterMs?: number
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

/** A limit of the server that a person set, told as 400: the readings are good. */
const AT_ITS_LIMIT = /max-(series|values)-per-/

/** What an HTTP status of InfluxDB means for the batch. */
function failureOfStatus(status: number, words: string): StoreFailure {
  if (status === 400 && AT_ITS_LIMIT.test(words)) return 'misconfigured'
  return BY_STATUS[status] ?? (status >= 500 ? 'retryable' : 'misconfigured')
}

/** `Retry-After` of RFC 9110 §10.2.3: seconds, or a date. @returns milliseconds */
function retryAfterOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const ms = /^\s*\d+\s*$/.test(header) ? 1000 * Number(header) : Date.parse(header) - Date.now()
  return Number.isFinite(ms) && ms > 0 ? ms : undefined
}

const MAX_WORDS = 1000

interface Answered {
  status: number
  /** What the server said. */
  words: string
  /** Its `Retry-After` header. */
  retryAfter?: string | undefined
}

/** The error for an answer with this status. */
export function errorOfStatus({ status, words, retryAfter }: Answered, cause?: unknown): StoreError {
  const said = words.trim().slice(0, MAX_WORDS)
  const error = new StoreError(
    failureOfStatus(status, said),
    `InfluxDB answered ${status}${said && `: ${said}`}`,
    cause,
  )
  const ms = retryAfterOf(retryAfter)
  if (ms !== undefined) error.retryAfterMs = ms
  return error
}

/** The error for a request that had no answer (refused, reset, timed out), or one that cannot be read. */
export function errorOfNetwork(cause: unknown): StoreError {
  if (cause instanceof SyntaxError)
    return new StoreError('refused', `InfluxDB's answer is no JSON: ${cause.message}`, cause)
  const { code, message } = cause as { code?: string; message?: string }
  return new StoreError('retryable', `InfluxDB does not answer: ${message || code || String(cause)}`, cause)
}
