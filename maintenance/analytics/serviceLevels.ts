import { sql } from 'kysely'
import type { KeptPromise, PromiseRow, ReportQuery, ServiceLevelReport } from '#domain/reports.ts'
import { CLOCK_KINDS, type ClockKind } from '#domain/ticketClocks.ts'
import type { TicketFilter } from '#domain/ticketFilter.ts'
import { ALL, byDimension, figures, known, type ReportNeeds, rate, type Sums, total } from './figures/sums.ts'

/** The due window of a planned visit is no promise to a customer. */
const PROMISED = CLOCK_KINDS.filter(clock => clock !== 'dueWindow')

type Key = `${ClockKind}.${'kept' | 'missed'}`

const keyOf = (clock: ClockKind, kept: boolean): Key => `${clock}.${kept ? 'kept' : 'missed'}`

/** Tickets of each place by which of their clocks were kept and missed: few combinations of bits, counted once each. */
async function readSums(needs: ReportNeeds, query: ReportQuery): Promise<Sums<Key>[]> {
  const rows = await figures(needs, { ...query, when: 'opened' })
    .where('f.status', '<>', 'cancelled')
    .select(['f.site as site', 'f.class as class', 'f.model as model', 'f.kept as kept', 'f.missed as missed'])
    .select(ALL.as('count'))
    .groupBy(['f.site', 'f.class', 'f.model', 'f.kept', 'f.missed'])
    .execute()
  return rows.map(({ kept, missed, count, ...place }) => ({
    ...place,
    ...Object.fromEntries(
      CLOCK_KINDS.flatMap((clock, bit) =>
        ([true, false] as const).map(is => [keyOf(clock, is), ((is ? kept : missed) >> bit) & 1 ? Number(count) : 0]),
      ),
    ),
  }))
}

/** Where the tickets stood whose promises ran out. */
async function breaches(needs: ReportNeeds, query: ReportQuery) {
  return await figures(needs, { ...query, when: 'opened' })
    .innerJoin('ticket_breach as b', 'b.ticket', 'f.ticket')
    .where('f.status', '<>', 'cancelled')
    .where('f.missed', '<>', 0)
    .select(['b.kind as clock', 'b.status as status', sql<number>`count(*)`.as('count')])
    .groupBy(['b.kind', 'b.status'])
    .orderBy('count', 'desc')
    .orderBy('b.status')
    .execute()
}

/** Each promise that tickets have kept or missed. */
const promisesOf = (rows: readonly Sums<Key>[], filter: TicketFilter): KeptPromise[] =>
  PROMISED.map(clock => {
    const [kept, missed] = [total(rows, keyOf(clock, true)), total(rows, keyOf(clock, false))]
    return {
      clock,
      kept: { count: kept, filter: { ...filter, clock, kept: true } },
      missed: { count: missed, filter: { ...filter, clock, kept: false } },
      ...known({ compliance: rate(kept, kept + missed) }),
    }
  }).filter(one => one.kept.count + one.missed.count > 0)

/**
 * Which promises were kept (KPI SLA): each clock for itself over the tickets opened in the period; one that has run out
 * counts as missed even while it runs on, each with where the ticket stood then.
 */
export async function serviceLevelReport(needs: ReportNeeds, query: ReportQuery): Promise<ServiceLevelReport> {
  const filter = { ...query, when: 'opened' } as const
  const [broken, rows] = await Promise.all([breaches(needs, query), readSums(needs, query)])
  const missedIn = (clock: ClockKind) =>
    broken
      .filter(row => row.clock === clock)
      .map(({ status, count }) => ({
        ...{ status, count: Number(count) },
        filter: { ...filter, clock, kept: false, missedIn: status },
      }))
  const by = byDimension(rows, (some, of) => {
    const promises = promisesOf(some, { ...filter, ...of })
    const kept = promises.reduce((sum, one) => sum + one.kept.count, 0)
    const missed = promises.reduce((sum, one) => sum + one.missed.count, 0)
    return { kept, missed, ...known({ compliance: rate(kept, kept + missed) }), promises }
  })
  const promises = promisesOf(rows, filter).map((one): PromiseRow => ({ ...one, missedIn: missedIn(one.clock) }))
  return { query, promises, by }
}
