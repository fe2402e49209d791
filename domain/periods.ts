import { CodedError } from './errors.ts'
import type { Millis } from './time.ts'
import { dayAt, toUtc } from './zonedTime.ts'

export const PERIOD_KINDS = ['month', 'quarter', 'year'] as const
export type PeriodKind = (typeof PERIOD_KINDS)[number]

/** A calendar month, quarter or year: `2026-10`, `2026-Q4`, `2026`. */
export interface Period {
  kind: PeriodKind
  of: string
}

const MONTHS: Record<PeriodKind, number> = { month: 1, quarter: 3, year: 12 }
const SHAPES: Record<PeriodKind, RegExp> = {
  month: /^(\d{4})-(0[1-9]|1[0-2])$/,
  quarter: /^(\d{4})-Q([1-4])$/,
  year: /^(\d{4})$/,
}

/** Months since the year 0 at which a period begins. @throws CodedError BAD_REQUEST */
function firstMonth({ kind, of }: Period): number {
  const [, year, part = '1'] = SHAPES[kind].exec(of) ?? []
  if (year === undefined)
    throw new CodedError(
      'BAD_REQUEST',
      { period: kind, of },
      `"${of}" is no ${kind} such as ${{ month: '2026-10', quarter: '2026-Q4', year: '2026' }[kind]}`,
    )
  return Number(year) * 12 + (Number(part) - 1) * MONTHS[kind]
}

function periodFrom(kind: PeriodKind, month: number): Period {
  const [year, rest] = [String(Math.floor(month / 12)).padStart(4, '0'), month % 12]
  if (kind === 'year') return { kind, of: year }
  return { kind, of: kind === 'month' ? `${year}-${String(rest + 1).padStart(2, '0')}` : `${year}-Q${rest / 3 + 1}` }
}

const startOf = (month: number, zone: string): Millis => toUtc(zone, Date.UTC(Math.floor(month / 12), month % 12))

/** From when to when a period lasts by the clocks of a zone (IANA name). @throws CodedError BAD_REQUEST */
export function spanOf(period: Period, zone: string): { from: Millis; to: Millis } {
  const first = firstMonth(period)
  return { from: startOf(first, zone), to: startOf(first + MONTHS[period.kind], zone) }
}

/** The period so many before. @throws CodedError BAD_REQUEST */
export const periodBefore = (period: Period, back = 1): Period =>
  periodFrom(period.kind, firstMonth(period) - back * MONTHS[period.kind])

/** The last period that has ended at a moment, by the clocks of a zone. */
export function lastEnded(kind: PeriodKind, at: Millis, zone: string): Period {
  const [year = 0, month = 1] = dayAt(zone, at).split('-').map(Number)
  const now = year * 12 + month - 1
  return periodBefore(periodFrom(kind, now - (now % MONTHS[kind])))
}
