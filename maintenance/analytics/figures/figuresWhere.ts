import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ReportPolicy } from '#domain/reportPolicy.ts'
import { CLOCK_KINDS, type ClockKind } from '#domain/ticketClocks.ts'
import type { FigureMark, FigureTime, TicketFilter } from '#domain/ticketFilter.ts'
import { answersFrom, SCORES, scoreColumn } from './scores.ts'
import { hasVisit, VISIT_MARKS, visitsWhere, wasTested } from './visitsWhere.ts'

type Condition = RawBuilder<SqlBool>

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * That the ticket of the figures `p` predicted the failure `f`: of the same equipment, opened long enough before it, and
 * still open then or closed not long before.
 */
export const predicts = ({ predictionLeadHours, predictionHoldDays }: ReportPolicy): Condition =>
  sql`(p.predictive = 1 and p.equipment = f.equipment and p.status <> 'cancelled'
    and p.opened_at <= f.failed_at - ${sql.lit(predictionLeadHours * HOUR)}
    and (p.closed_at is null or p.closed_at >= f.failed_at - ${sql.lit(predictionHoldDays * DAY)}))`

/** A known fault that is there, not one that is only to come. */
const ALARM: Condition = sql`(f.kind in ('repair', 'replacement') and f.fault_code is not null and f.predictive = 0)`

/** The condition that a ticket's figures `f` count as something; figures are summed and tickets are listed by the same. */
export function markIs(mark: FigureMark, policy: ReportPolicy): Condition {
  const { firstFixDays, repeatDays, satisfiedFrom } = policy
  const marks: Record<FigureMark, Condition> = {
    work: sql`f.kind in ('repair', 'replacement')`,
    failure: sql`f.failure = 1`,
    outage: sql`f.out_of_service = 1`,
    fixed: sql`(f.failure = 1 and f.repaired_at is not null)`,
    firstTime: sql`(f.failure = 1 and f.repaired_at is not null and f.visits <= 1 and f.waited_part = 0
      and (f.held is null or f.held >= ${firstFixDays * DAY}))`,
    repeat: sql`(f.kind in ('repair', 'replacement') and f.repeat_after is not null and f.repeat_after <= ${repeatDays * DAY})`,
    reopened: sql`(f.failure = 1 and f.held is not null)`,
    asked: sql`f.handed_at is not null`,
    answered: sql`(f.handed_at is not null and ${answersFrom(1)} > 0)`,
    fixedAnswered: sql`(f.failure = 1 and f.repaired_at is not null and f.handed_at is not null and ${answersFrom(1)} > 0)`,
    satisfied: sql`(f.handed_at is not null and ${answersFrom(satisfiedFrom)} > 0)`,
    followedUp: sql`(f.handed_at is not null and f.follow_up is not null and f.follow_up <> 'notReached')`,
    overdue: sql`(f.status not in ('closed', 'cancelled') and f.missed <> 0)`,
    prediction: sql`f.predictive = 1`,
    confirmed: sql`(f.predictive = 1 and f.outcome = 'genuine')`,
    refuted: sql`(f.predictive = 1 and f.outcome in ('noFaultFound', 'sensor'))`,
    predicted: sql`(f.failure = 1 and exists (select 1 from ticket_figure p where ${predicts(policy)}))`,
    freed: sql`(f.failure = 1 and f.safe_at is not null)`,
    alarm: ALARM,
    fixedArrived: sql`(f.failure = 1 and f.repaired_at is not null and f.arrival_proven is not null)`,
    fixedProven: sql`(f.failure = 1 and f.repaired_at is not null and f.arrival_proven = 1)`,
    ...VISIT_MARKS,
    falseAlarm: sql`(${ALARM} and f.outcome in ('noFaultFound', 'sensor'))`,
  }
  return marks[mark]
}

/** Whether a promise was kept or missed; of cancelled tickets neither counts. */
const promiseIs = (clock: ClockKind, kept: boolean): Condition =>
  sql`(f.status <> 'cancelled' and (${sql.ref(kept ? 'f.kept' : 'f.missed')} & ${sql.lit(1 << CLOCK_KINDS.indexOf(clock))}) <> 0)`

/** Beyond every time that a ticket can have; the index on outages says it too. */
export const EVER = 8_640_000_000_000_001

const TIMES = {
  opened: 'f.opened_at',
  failed: 'f.failed_at',
  restored: 'f.restored_at',
  repaired: 'f.repaired_at',
  closed: 'f.closed_at',
} as const

function timeIs(when: FigureTime, from: number, to: number): Condition {
  if (when === 'down')
    return sql`(f.out_of_service = 1 and f.failed_at < ${to} and coalesce(f.restored_at, ${sql.lit(EVER)}) > ${from})`
  if (when === 'windowEnd') return hasVisit(sql`v.latest_at >= ${from} and v.latest_at < ${to}`)
  if (when === 'tested') return hasVisit(wasTested(sql`a.at >= ${from} and a.at < ${to}`))
  const time = sql.ref(TIMES[when])
  return sql`(${time} >= ${from} and ${time} < ${to})`
}

const COLUMNS = {
  class: 'f.class',
  model: 'f.model',
  equipment: 'f.equipment',
  faultCode: 'f.fault_code',
  cause: 'f.cause',
} as const

/** The conditions that a filter puts on the figures `f`. */
export function figuresWhere(filter: TicketFilter, policy: ReportPolicy): Condition[] {
  const { site, when, from = 0, to = EVER, is, open, clock, kept, missedIn, technician } = filter
  const score = SCORES.find(one => one === filter.score)
  const columns = Object.entries(COLUMNS) as [keyof typeof COLUMNS, (typeof COLUMNS)[keyof typeof COLUMNS]][]
  return [
    ...(site === undefined ? [] : [sql<SqlBool>`f.site = ${site}`]),
    ...(when === undefined ? [] : [timeIs(when, from, to)]),
    ...columns.flatMap(([key, column]) =>
      filter[key] === undefined ? [] : [sql<SqlBool>`${sql.ref(column)} = ${filter[key]}`],
    ),
    ...(technician === undefined ? [] : [sql<SqlBool>`(f.technician = ${technician} or f.second = ${technician})`]),
    ...(score === undefined ? [] : [sql<SqlBool>`${sql.ref(`f.${scoreColumn(score)}`)} > 0`]),
    ...(is === undefined ? [] : [markIs(is, policy)]),
    ...visitsWhere(filter),
    ...(open === undefined ? [] : [sql<SqlBool>`f.status ${sql.raw(open ? 'not in' : 'in')} ('closed', 'cancelled')`]),
    ...(clock === undefined ? [] : [promiseIs(clock, kept ?? false)]),
    ...(clock === undefined || missedIn === undefined ? [] : [brokeIn(clock, missedIn)]),
  ]
}

const brokeIn = (clock: ClockKind, status: string): Condition =>
  sql`exists (select 1 from ticket_breach b where b.ticket = f.ticket and b.kind = ${clock} and b.status = ${status})`
