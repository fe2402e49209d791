import type { ErrorCode } from '#domain/errors.ts'

/** Two codes are this page's own: the service was not reached, or did not answer in time. */
export type ShownCode = ErrorCode | 'UNREACHABLE' | 'TIMEOUT'

interface Circumstances {
  status: number
  message: string
  details: unknown
  requestId: string | undefined
}

/** A refusal with the service's stable code; the page shows the code's sentence in the reader's language. */
export class ApiError extends Error {
  readonly code: ShownCode
  readonly status: number
  readonly details: unknown
  readonly requestId: string | undefined
  constructor(code: ShownCode, about: Partial<Circumstances> = {}) {
    super(about.message ?? code)
    this.name = 'ApiError'
    this.code = code
    this.status = about.status ?? 0
    this.details = about.details
    this.requestId = about.requestId
  }
}
