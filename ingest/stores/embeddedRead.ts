import { BIGINT, type DuckDBConnection, type DuckDBValue, INTEGER, LIST, listValue } from '@duckdb/node-api'
import type { Bucket, Point } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'

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

const stretch = ({ series, from, to }: Stretch) => ({ series, from: BigInt(from), to: BigInt(to) })

/** Runs a query whose columns are all numbers; DuckDB works on its own threads meanwhile. */
async function rows(
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

export async function readBuckets(connection: DuckDBConnection, of: Stretch, everyMs: number): Promise<Bucket[]> {
  const sql = `
    select (bucket * $every)::double, avg(value), min(value), max(value), count(*)::double
    from (select ts // $every as bucket, ${LAST_APPENDED} as value from reading where ${IN_RANGE} group by ts)
    group by bucket order by bucket`
  const found = await rows(connection, sql, { ...stretch(of), every: BigInt(everyMs) })
  return found.map(([ts = 0, mean = 0, min = 0, max = 0, count = 0]) => ({ ts, mean, min, max, count }))
}

/** The newest point of each of these series. */
export async function readLatest(connection: DuckDBConnection, series: readonly number[]): Promise<Map<number, Point>> {
  const sql = `
    select series, max(ts)::double, arg_max(value, {ts: ts, row: rowid})
    from reading where series in (select unnest($ids)) group by series`
  const found = await rows(connection, sql, { ids: listValue(series) })
  return new Map(found.map(([id = 0, ts = 0, value = 0]) => [id, { ts, value }]))
}
