import { type RawBuilder, sql } from 'kysely'
import type { ReportQuery } from '#domain/reports.ts'
import { NO_FAILURE } from '#domain/verdicts.ts'
import type { Workshop } from '../needs.ts'

/** Below this many failures a mean says nothing and is left out (catalogue KPI MTBF). */
export const FEWEST_FAILURES = 5
/** How many tickets a figure lists behind it. */
export const TICKETS_LISTED = 200

export const HOUR = 3_600_000

type Dialect = Workshop['database']['dialect']

/** The close cause inside a ticket's repair. */
export const causeOf = (dialect: Dialect): RawBuilder<string | null> =>
  dialect === 'sqlite' ? sql`json_extract(t.repair, '$.cause')` : sql`(t.repair::json ->> 'cause')`

/**
 * Tickets that count as failures, each with its class: about work, at the place, not cancelled, and not found to be none,
 * by the verdict or else by the cause.
 */
export function failures({ database: { db, dialect } }: Workshop, { site }: ReportQuery) {
  const cause = causeOf(dialect)
  return db
    .selectFrom('ticket as t')
    .innerJoin('equipment as e', 'e.id', 't.equipment')
    .where('t.status', '<>', 'cancelled')
    .where('t.kind', 'in', ['repair', 'replacement'])
    .where(
      sql<boolean>`case when t.verdict is not null then t.verdict = 'genuine'
        else t.repair is null or ${cause} is null or ${cause} not in (${sql.join(NO_FAILURE.map(c => sql.lit(c)))}) end`,
    )
    .$if(site !== undefined, q => q.where('t.site', '=', site ?? ''))
}
