import { type RawBuilder, sql } from 'kysely'
import type { PromiseRow, ReportQuery, ServiceLevelReport } from '#domain/reports.ts'
import { CLOCK_KINDS, type ClockKind } from '#domain/tickets.ts'
import { promiseIs } from './figures/figuresWhere.ts'
import { byDimension, countIf, figures, known, type ReportNeeds, rate, sumByPlace, total } from './figures/sums.ts'

type Key = `${ClockKind}.${'kept' | 'missed'}`

const keyOf = (clock: ClockKind, kept: boolean): Key => `${clock}.${kept ? 'kept' : 'missed'}`

const COLUMNS = Object.fromEntries(
  CLOCK_KINDS.flatMap(clock => [true, false].map(kept => [keyOf(clock, kept), countIf(promiseIs(clock, kept))])),
) as Record<Key, RawBuilder<number>>

/** Where the tickets stood whose promises ran out. */
async function breaches(needs: ReportNeeds, query: ReportQuery) {
  return await figures(needs, { ...query, when: 'opened' })
    .innerJoin('ticket_breach as b', 'b.ticket', 'f.ticket')
    .where('f.status', '<>', 'cancelled')
    .select(['b.kind as clock', 'b.status as status', sql<number>`count(*)`.as('count')])
    .groupBy(['b.kind', 'b.status'])
    .orderBy('count', 'desc')
    .orderBy('b.status')
    .execute()
}

/**
 * Which promises were kept (KPI SLA): each clock for itself over the tickets opened in the period; one that has run out
 * counts as missed even while it runs on, each with where the ticket stood then.
 */
export async function serviceLevelReport(needs: ReportNeeds, query: ReportQuery): Promise<ServiceLevelReport> {
  const filter = { ...query, when: 'opened' } as const
  const [rows, broken] = await Promise.all([sumByPlace(needs, filter, COLUMNS), breaches(needs, query)])
  const promises = CLOCK_KINDS.map((clock): PromiseRow => {
    const [kept, missed] = [total(rows, keyOf(clock, true)), total(rows, keyOf(clock, false))]
    const missedIn = broken
      .filter(row => row.clock === clock)
      .map(({ status, count }) => ({
        ...{ status, count: Number(count) },
        filter: { ...filter, clock, kept: false, missedIn: status },
      }))
    return {
      clock,
      kept: { count: kept, filter: { ...filter, clock, kept: true } },
      missed: { count: missed, filter: { ...filter, clock, kept: false } },
      ...known({ compliance: rate(kept, kept + missed) }),
      missedIn,
    }
  })
  const by = byDimension(rows, some => {
    const [kept, missed] = [true, false].map(each =>
      CLOCK_KINDS.reduce((sum, clock) => sum + total(some, keyOf(clock, each)), 0),
    ) as [number, number]
    return { kept, missed, ...known({ compliance: rate(kept, kept + missed) }) }
  })
  return { query, promises: promises.filter(p => p.kept.count + p.missed.count > 0), by }
}
