import { sql } from 'kysely'
import type { ReportQuery } from '#domain/reports.ts'
import type { DetectorsRow, FalseAlarmsRow, SafetyReport, TrappingsRow } from '#domain/safetyReport.ts'
import type { TicketFilter } from '#domain/ticketFilter.ts'
import { calendarByPlace } from './calendar.ts'
import { markIs } from './figures/figuresWhere.ts'
import {
  ALL,
  byDimension,
  countIf,
  known,
  type ReportNeeds,
  rate,
  type Sums,
  sumByPlace,
  total,
} from './figures/sums.ts'

const MINUTE = 60_000
const YEAR = 365.25 * 86_400_000
const MONTH = YEAR / 12

/** So many in a time of 100 pieces; together less than a month of one tells of chance, not of a rate. */
const perHundred = (count: number, calendar: number, unit: number): number | undefined =>
  calendar < MONTH ? undefined : (100 * count * unit) / calendar

type Key = 'trappings' | 'freed' | 'rescue' | 'alarms' | 'falseAlarms' | 'equipment' | 'calendar'

const trappingsIn = (needs: ReportNeeds, scope: TicketFilter) =>
  ({ ...scope, when: 'failed', is: 'failure', faultCode: needs.catalogue.safetyFaults.trapping.faultCode }) as const

const alarmsIn = (scope: TicketFilter) => ({ ...scope, when: 'closed', is: 'alarm' }) as const

function toRow(rows: readonly Sums<Key>[], needs: ReportNeeds, scope: TicketFilter): TrappingsRow & FalseAlarmsRow {
  const lifts = rows.filter(row => row.class === needs.catalogue.safetyFaults.trapping.class)
  const [trapped, freed] = [total(rows, 'trappings'), total(rows, 'freed')]
  const [alarms, wrong] = [total(rows, 'alarms'), total(rows, 'falseAlarms')]
  const filter = trappingsIn(needs, scope)
  return {
    trappings: { count: trapped, filter },
    freed: { count: freed, filter: { ...filter, is: 'freed' } },
    lifts: total(lifts, 'equipment'),
    alarms: { count: alarms, filter: alarmsIn(scope) },
    falseAlarms: { count: wrong, filter: { ...alarmsIn(scope), is: 'falseAlarm' } },
    ...known({
      meanRescueMinutes: rate(total(rows, 'rescue') / MINUTE, freed),
      per100LiftMonths: perHundred(trapped, total(lifts, 'calendar'), MONTH),
      falseRate: rate(wrong, alarms),
    }),
  }
}

/** False fire alarms of each class of detectors, per 100 detectors a year. */
async function byDetector(
  needs: ReportNeeds,
  query: ReportQuery,
  presence: readonly Sums<Key>[],
): Promise<DetectorsRow[]> {
  const rows = needs.catalogue.safetyFaults.fireAlarms.map(async ({ class: key, faultCode }) => {
    const filter = { ...alarmsIn({ ...query, class: key, faultCode }), is: 'falseAlarm' } as const
    const some = (query.class ?? key) === key ? await sumByPlace(needs, filter, { falseAlarms: ALL }) : []
    const there = presence.filter(row => row.class === key)
    const count = total(some, 'falseAlarms')
    const perYear = known({ per100DetectorYears: perHundred(count, total(there, 'calendar'), YEAR) })
    return { key, falseAlarms: { count, filter }, detectors: total(there, 'equipment'), ...perYear }
  })
  return (await Promise.all(rows)).filter(row => row.detectors > 0 || row.falseAlarms.count > 0)
}

/**
 * People trapped and how long until it was safe (catalogue KPI TRAP), and alarms that were none (KPI FALSE). Of alarms, those
 * that have a ticket are judged.
 */
export async function safetyReport(needs: ReportNeeds, query: ReportQuery): Promise<SafetyReport> {
  const is = (mark: 'freed' | 'falseAlarm') => countIf(markIs(mark, needs.policy))
  const rescue = sql<number>`sum(coalesce(f.safe_at - f.failed_at, 0))`
  const [trapped, alarms, presence] = await Promise.all([
    sumByPlace(needs, trappingsIn(needs, query), { trappings: ALL, freed: is('freed'), rescue }),
    sumByPlace(needs, alarmsIn(query), { alarms: ALL, falseAlarms: is('falseAlarm') }),
    calendarByPlace(needs, query),
  ])
  const rows: Sums<Key>[] = [...trapped, ...alarms, ...presence]
  return {
    query,
    ...toRow(rows, needs, query),
    detectors: await byDetector(needs, query, presence),
    by: byDimension(rows, (some, of) => toRow(some, needs, { ...query, ...of })),
  }
}
