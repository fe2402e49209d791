import { CodedError } from '#domain/errors.ts'
import type { Millis } from '#domain/time.ts'

/** A time with its offset: without one it would mean another moment on every machine. */
const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/
const LATEST = 8_640_000_000_000_000

/** Reads a moment: ISO 8601 (a date alone is its start in UTC) or UTC milliseconds. @throws CodedError BAD_REQUEST naming the field */
export function toMillis(field: string, given: string | number): Millis {
  const ms =
    typeof given === 'number'
      ? given
      : /^\d{1,16}$/.test(given)
        ? Number(given)
        : ISO.test(given)
          ? Date.parse(given)
          : Number.NaN
  if (Number.isInteger(ms) && ms >= 0 && ms <= LATEST) return ms
  throw new CodedError('BAD_REQUEST', {
    problems: [{ path: `/${field}`, message: 'must be an ISO 8601 time with its offset, or UTC milliseconds' }],
  })
}

/** A period as a request names it, left open where it names no end. @throws CodedError BAD_REQUEST naming the field */
export const toPeriod = ({
  from,
  to,
}: {
  from: string | undefined
  to: string | undefined
}): { from?: Millis; to?: Millis } => ({
  ...(from !== undefined && { from: toMillis('from', from) }),
  ...(to !== undefined && { to: toMillis('to', to) }),
})

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const SHORT = /^(\d{1,12})(ms|s|m|h|d)?$/
const ISO_DURATION = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,10})S)?)?$/

/** Reads a length of time: `30s`, `5m`, `1h`, `1d`, an ISO 8601 duration such as `PT5M`, or milliseconds. @throws CodedError BAD_REQUEST */
export function toDuration(field: string, given: string): Millis {
  const short = SHORT.exec(given)
  const long = ISO_DURATION.exec(given)
  const ms = short
    ? Number(short[1]) * (UNITS[short[2] ?? 'ms'] as number)
    : ['d', 'h', 'm', 's'].reduce((sum, unit, i) => sum + Number(long?.[i + 1] ?? 0) * (UNITS[unit] as number), 0)
  if (ms > 0) return ms
  throw new CodedError('BAD_REQUEST', {
    problems: [{ path: `/${field}`, message: 'must be a duration such as 1m, 1h or PT5M' }],
  })
}
