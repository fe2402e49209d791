import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { modelOf } from '#domain/equipment.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import type { ReportPolicy } from '#domain/reportPolicy.ts'
import type { By, Dimension, ReportQuery } from '#domain/reports.ts'
import type { TicketFilter } from '#domain/ticketFilter.ts'
import type { Workshop } from '../../needs.ts'
import { figuresWhere } from './figuresWhere.ts'

export const HOUR = 3_600_000

/** What a report is computed with. */
export interface ReportNeeds extends Workshop {
  policy: ReportPolicy
}

export interface Place {
  site: string
  class: string
  model: string | null
}

/** Sums over the figures of one place; what another query summed is missing. */
export type Sums<K extends string> = Place & Partial<Record<K, number>>

/** The figures that a filter leaves, as `f`. */
export const figures = ({ database: { reader: db }, policy }: ReportNeeds, filter: TicketFilter) =>
  db.selectFrom('ticket_figure as f').where(eb => eb.and(figuresWhere(filter, policy)))

/** How many of the rows fulfil a condition. */
export const countIf = (condition: RawBuilder<SqlBool>): RawBuilder<number> =>
  sql`sum(case when ${condition} then 1 else 0 end)`

export const ALL: RawBuilder<number> = sql`count(*)`

/** The narrowing of a report, without its period. */
export const scopeOf = ({ from: _, to: __, ...scope }: ReportQuery): Omit<ReportQuery, 'from' | 'to'> => scope

/** Sums over the registered equipment that a report is about, by site, class and model. */
export function sumEquipment<K extends string>(
  { listEquipment }: ReportNeeds,
  asked: ReportQuery,
  of: (id: string) => Record<K, number>,
): (Place & Record<K, number>)[] {
  const sums = new Map<string, Place & Record<string, number>>()
  for (const { id, site, class: name, params } of listEquipment()) {
    if (name === PLACE_CLASS) continue
    const model = modelOf(params) ?? null
    if ((asked.site ?? site) !== site || (asked.class ?? name) !== name || (asked.model ?? model) !== model) continue
    const key = JSON.stringify([site, name, model])
    const sum = sums.get(key)
    if (sum === undefined) sums.set(key, { site, class: name, model, ...of(id) })
    else for (const [column, value] of Object.entries<number>(of(id))) sum[column] = (sum[column] ?? 0) + value
  }
  return [...sums.values()] as (Place & Record<K, number>)[]
}

/** Sums in one pass, by site, class and model. */
export async function sumByPlace<K extends string>(
  needs: ReportNeeds,
  filter: TicketFilter,
  columns: Record<K, RawBuilder<number>>,
): Promise<Sums<K>[]> {
  const names = Object.keys(columns) as K[]
  const rows = await figures(needs, filter)
    .select(['f.site as site', 'f.class as class', 'f.model as model', ...names.map(name => columns[name].as(name))])
    .groupBy(['f.site', 'f.class', 'f.model'])
    .execute()
  return rows.map(row => {
    const { site, class: name, model } = row as Place
    const sums = names.map(key => [key, Number((row as Record<string, unknown>)[key] ?? 0)])
    return { site, class: name, model, ...Object.fromEntries(sums) }
  })
}

export const total = <K extends string>(rows: readonly Sums<K>[], key: K): number =>
  rows.reduce((sum, row) => sum + ((row[key] as number | undefined) ?? 0), 0)

/** The rows of each site, each class and each model; equipment without a model is in none. */
export function byDimension<K extends string, Row>(
  rows: readonly Sums<K>[],
  build: (rows: readonly Sums<K>[], of: Partial<Record<Dimension, string>>) => Row,
): By<Row> {
  const along = (dimension: Dimension) =>
    [...Map.groupBy(rows, row => row[dimension])]
      .flatMap(([key, some]) => (key === null ? [] : [{ key, ...build(some, { [dimension]: key }) }]))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
  return { site: along('site'), class: along('class'), model: along('model') }
}

/** Part by whole; undefined of nothing. */
export const rate = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole)

/** An object with what is known. */
export const known = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
