import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Plan } from '#domain/plans.ts'

/** What a row has to be. */
export type Is = RawBuilder<SqlBool>

export const NOTHING: Is = sql`1 = 0`

export const among = (column: string, values: readonly string[]): Is =>
  values.length === 0 ? NOTHING : sql`${sql.ref(column)} in (${sql.join(values)})`

export const either = (parts: readonly Is[]): Is => sql`(${sql.join(parts, sql` or `)})`

/** A visit to a whole site carries the class: one of those of its plan. */
export const visitsSites = (column: string, plans: ReadonlyMap<string, Plan>, kind: string): Is =>
  among(
    column,
    [...plans.values()].filter(plan => plan.per === 'site' && plan.classes.includes(kind)).map(plan => plan.code),
  )

/** Goes with the ticket `t`, alone or along; a proposal sends nobody yet. */
export const goes = (technician: string): Is =>
  sql`((t.technician = ${technician} and t.technician_proposed = 0) or t.second = ${technician})`
