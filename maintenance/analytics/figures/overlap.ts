import { type RawBuilder, sql } from 'kysely'

/** Until when intervals `began` to `over` of one `equipment` have covered the time so far, in the order of their beginnings. */
export const COVERED: RawBuilder<number> = sql`coalesce(max(over) over (partition by equipment order by began, over
  rows between unbounded preceding and 1 preceding), 0)`

/** How long they are together, where they overlap once. */
export const TOGETHER: RawBuilder<number> = sql`sum(case when over <= covered then 0 when began < covered
  then over - covered else over - began end)`
