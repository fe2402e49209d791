import { CodedError } from '#domain/errors.ts'
import type { StaleTicket } from '../../tickets/refuseStale.ts'

/** Who works by a link is told what happened in the meantime, but not what was said with it: that may be about who reported. */
export function tellLess(error: unknown): never {
  if (!(error instanceof CodedError) || error.code !== 'STALE_VERSION') throw error
  const { since, ...details } = error.details as StaleTicket
  throw new CodedError('STALE_VERSION', { ...details, since: since.map(({ detail: _, ...entry }) => entry) })
}
