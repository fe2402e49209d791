import { sql } from 'kysely'
import type { Dimension, ReliabilityReport, ReliabilityRow, ReportQuery, RestorationSplit } from '#domain/reports.ts'
import { calendarByPlace, passedUntil } from './calendar.ts'
import { meanTimeInterval } from './chiSquare.ts'
import { downtimeByPlace } from './downtime.ts'
import { DELAYS } from './figures/restoration.ts'
import {
  ALL,
  byDimension,
  HOUR,
  known,
  type ReportNeeds,
  rate,
  type Sums,
  sumByPlace,
  sumEquipment,
  total,
} from './figures/sums.ts'
import { samplesByPlace } from './samples.ts'
import { unknownTime } from './silence.ts'

const PARTS = Object.fromEntries(DELAYS.map(part => [part, sql<number>`sum(${sql.ref(`f.${part}`)})`]))

type Key =
  | 'failures'
  | 'restored'
  | 'outages'
  | 'downtime'
  | 'unknown'
  | 'equipment'
  | 'calendar'
  | 'expected'
  | 'received'
  | (typeof DELAYS)[number]

/** How long it is unknown whether the equipment was up, in milliseconds. */
async function unknownByPlace(needs: ReportNeeds, query: ReportQuery, until: number): Promise<Sums<Key>[]> {
  const unknown = await unknownTime(needs, query, until)
  return sumEquipment(needs, query, id => ({ unknown: unknown.get(id) ?? 0 }))
}

async function readSums(needs: ReportNeeds, query: ReportQuery, until: number): Promise<Sums<Key>[]> {
  const failure = { ...query, is: 'failure' } as const
  // The longest first: the others are answered beside it.
  const sums: Sums<Key>[][] = await Promise.all([
    downtimeByPlace(needs, query, until),
    sumByPlace(needs, { ...failure, when: 'restored' }, { restored: ALL, ...PARTS }),
    sumByPlace(needs, { ...failure, when: 'failed' }, { failures: ALL }),
    calendarByPlace(needs, query),
    unknownByPlace(needs, query, until),
    samplesByPlace(needs, query, until),
  ])
  return sums.flat()
}

/** The means; too few cases say more about chance than about the equipment. */
function means(rows: readonly Sums<Key>[], { fewestFailures, confidence }: ReportNeeds['policy']) {
  const [failures, restored] = [total(rows, 'failures'), total(rows, 'restored')]
  const [calendar, down, unknown] = [total(rows, 'calendar'), total(rows, 'downtime'), total(rows, 'unknown')]
  const operating = Math.max(0, calendar - down - unknown)
  const { low, high } = meanTimeInterval(operating / HOUR, failures, confidence)
  const enough = failures >= fewestFailures
  const split = DELAYS.map(part => [part, total(rows, part) / restored / HOUR] as const)
  return known({
    mtbfHours: enough ? operating / failures / HOUR : undefined,
    mtbfInterval: operating > 0 ? { lowHours: low, ...(high !== undefined && { highHours: high }) } : undefined,
    mttrHours: restored >= fewestFailures ? split.reduce((sum, [, hours]) => sum + hours, 0) : undefined,
    split: restored >= fewestFailures ? (Object.fromEntries(split) as unknown as RestorationSplit) : undefined,
    availability: rate(operating, operating + down),
    coverage: rate(operating + down, calendar),
  })
}

function toRow(
  rows: readonly Sums<Key>[],
  { policy }: ReportNeeds,
  query: ReportQuery,
  of: Partial<Record<Dimension, string>>,
): ReliabilityRow {
  const scope = { ...query, ...of }
  const samples = { expected: total(rows, 'expected'), received: total(rows, 'received') }
  return {
    equipment: total(rows, 'equipment'),
    failures: { count: total(rows, 'failures'), filter: { ...scope, when: 'failed', is: 'failure' } },
    restored: { count: total(rows, 'restored'), filter: { ...scope, when: 'restored', is: 'failure' } },
    outages: { count: total(rows, 'outages'), filter: { ...scope, when: 'down' } },
    downtimeHours: total(rows, 'downtime') / HOUR,
    unknownHours: total(rows, 'unknown') / HOUR,
    ...means(rows, policy),
    samples,
    ...known({ completeness: rate(samples.received, samples.expected) }),
  }
}

/**
 * Reliability, maintainability and availability by IEC 60050-192 and the catalogue's KPIs MTBF, MTTR and AVAIL. Running
 * outages count up to the end of the period, or now. Availability is time-based: up time by up and down time (EN 13306
 * 4.9; EN 15341:2019 M10); time in which neither is known is in neither, and tells the coverage.
 */
export async function reliabilityReport(needs: ReportNeeds, query: ReportQuery): Promise<ReliabilityReport> {
  const until = passedUntil(needs, query)
  const rows = await readSums(needs, query, until)
  return {
    query,
    confidence: needs.policy.confidence,
    ...toRow(rows, needs, { ...query, to: until }, {}),
    by: byDimension(rows, (some, of) => toRow(some, needs, { ...query, to: until }, of)),
  }
}
