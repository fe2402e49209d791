import { BIGINT, type DuckDBConnection, type DuckDBValue, INTEGER, LIST, listValue } from '@duckdb/node-api'
import type { Bucket, Point } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import { DAY_MS, HOUR_MS, type Resolution } from './resolutions.ts'

/** A stretch of one series, `[from, to)`. */
export interface Stretch {
  series: number
  from: Millis
  to: Millis
}

const TYPES = { series: INTEGER, from: BIGINT, to: BIGINT, limit: BIGINT, every: BIGINT, ids: LIST(INTEGER) }
const IN_RANGE = 'series = $series and ts >= $from and ts < $to'
/** Of two rows with one time the one appended last. */
const LAST_APPENDED = 'arg_max(value, rowid)'

/** Above this the sum of a few values may be infinite, so they are made smaller by a power of two first, which is exact. */
const HUGE = 1e290
const SMALLER = 'pow(2, -64)'

/** The mean of buckets, or of points as buckets of one. */
export const MEAN = `case when max(greatest(abs(min), abs(max))) < ${HUGE} then sum(mean * count) / sum(count)
  else sum(mean * ${SMALLER} * count) / sum(count) / ${SMALLER} end`

/** Raw points as buckets of `everyMs`: series, ts, mean, min, max, count. Only the last of two points at one time counts. */
export const RAW_BUCKETS = (everyMs: number, where: string): string => `
  select series, ts // ${everyMs} * ${everyMs} as ts,
    case when max(abs(value)) < ${HUGE} then avg(value) else avg(value * ${SMALLER}) / ${SMALLER} end as mean,
    min(value) as min, max(value) as max, count(*) as count
  from (select series, ts, ${LAST_APPENDED} as value from reading ${where} group by series, ts)
  group by series, ts // ${everyMs} * ${everyMs}`

const stretch = ({ series, from, to }: Stretch) => ({ series, from: BigInt(from), to: BigInt(to) })

/** Runs a query whose columns are all numbers; DuckDB works on its own threads meanwhile. */
export async function rows(
  connection: DuckDBConnection,
  sql: string,
  values: Record<string, DuckDBValue>,
): Promise<number[][]> {
  const types = Object.fromEntries(Object.keys(values).map(name => [name, TYPES[name as keyof typeof TYPES]]))
  const answer = await connection.runAndReadAll(sql, values, types)
  return answer.getRows() as number[][]
}

export async function readRange(connection: DuckDBConnection, of: Stretch, limit: number): Promise<Point[]> {
  const sql = `select ts::double, ${LAST_APPENDED} from reading where ${IN_RANGE} group by ts order by ts limit $limit`
  const found = await rows(connection, sql, { ...stretch(of), limit: BigInt(limit) })
  return found.map(([ts = 0, value = 0]) => ({ ts, value }))
}

const bucketsOf: Record<Resolution, string> = {
  raw: `(select series, ts, value as mean, value as min, value as max, 1 as count
    from (select series, ts, ${LAST_APPENDED} as value from reading where ${IN_RANGE} group by series, ts))`,
  minute: `(from rollup_minute where ${IN_RANGE})`,
  hour: `(from rollup_hour where ${IN_RANGE})`,
}

export async function readBuckets(
  connection: DuckDBConnection,
  of: Stretch,
  everyMs: number,
  source: Resolution,
): Promise<Bucket[]> {
  const sql = `
    select (ts // $every * $every)::double as bucket, ${MEAN}, min(min), max(max), sum(count)::double
    from ${bucketsOf[source]} group by bucket order by bucket`
  const found = await rows(connection, sql, { ...stretch(of), every: BigInt(everyMs) })
  return found.map(([ts = 0, mean = 0, min = 0, max = 0, count = 0]) => ({ ts, mean, min, max, count }))
}

/** How far back from the newest reading of all the newest of a series is looked for, before all of the table is read. */
const LOOK_BACK_MS = [HOUR_MS, DAY_MS, 30 * DAY_MS]

async function newestSince(connection: DuckDBConnection, series: readonly number[], from: Millis) {
  const sql = `
    select series, max(ts)::double, arg_max(value, {ts: ts, row: rowid})
    from reading where ts >= $from and series in (select unnest($ids)) group by series`
  const found = await rows(connection, sql, { ids: listValue(series), from: BigInt(from) })
  return found.map(([id = 0, ts = 0, value = 0]) => [id, { ts, value }] as const)
}

/** The newest point of each of these series. The table is as good as ordered by time, so a short look back reads little. */
export async function readLatest(connection: DuckDBConnection, series: readonly number[]): Promise<Map<number, Point>> {
  const found = new Map<number, Point>()
  const [[newest] = []] = await rows(connection, 'select max(ts)::double from reading', {})
  if (typeof newest !== 'number') return found
  for (const lookBack of [...LOOK_BACK_MS, newest]) {
    const missing = series.filter(id => !found.has(id))
    if (missing.length === 0) break
    const from = Math.max(0, newest - lookBack)
    for (const [id, point] of await newestSince(connection, missing, from)) found.set(id, point)
  }
  return found
}
