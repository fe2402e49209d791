import type { Bucket, Point } from '#domain/telemetry.ts'
import type { RangeQuery, TelemetryStore } from '#domain/telemetryStore.ts'
import { iso } from '#domain/time.ts'
import { boundsOf, positive } from './bounds.ts'
import { fieldOf, metricOf } from './influxNames.ts'
import { mergeBuckets, type Piece, type Progress, piecesOf } from './resolutions.ts'
import { isName } from './storable.ts'
import { StoreError } from './storeError.ts'

/** The answer of `/query`: one result a statement. */
export interface InfluxAnswer {
  results?: { error?: string; series?: InfluxSeries[] }[]
}

export interface InfluxSeries {
  tags?: Record<string, string>
  columns: string[]
  values: Row[]
}

/** Runs InfluxQL with `$name` bound from `values`; times come back as milliseconds. */
export type RunInfluxQl = (text: string, values: Readonly<Record<string, string>>) => Promise<InfluxAnswer>

type Row = (number | string | null)[]

/** Class and field names are checked by `isName` before they come here; the quotes are for keywords. */
export const quoted = (name: string): string => `"${name}"`
const IN_RANGE = '"equipment" = $equipment AND time >= $from AND time < $to'
const NEWEST = '"equipment" = $equipment ORDER BY time DESC LIMIT 1'

/** The series of each statement. */
function seriesByStatement(answer: InfluxAnswer): InfluxSeries[][] {
  if (!Array.isArray(answer?.results)) throw new StoreError('misconfigured', 'The answer to a query is not InfluxDB’s')
  return answer.results.map(({ error, series }) => {
    if (error !== undefined)
      throw new StoreError(/not found|authoriz/i.test(error) ? 'misconfigured' : 'refused', `InfluxDB: ${error}`)
    return series ?? []
  })
}

export const rowsOf = (answer: InfluxAnswer): Row[][] =>
  seriesByStatement(answer).map(series => series.flatMap(one => one.values))
export const seriesOf = (answer: InfluxAnswer): InfluxSeries[] => seriesByStatement(answer)[0] ?? []

/** Measurements of the rollups; a class has no `_` in its name. */
export const ROLLUP_OF = { minute: (of: string) => `${of}_1m`, hour: (of: string) => `${of}_1h` }
const AGGREGATES = ['mean', 'min', 'max', 'count']
const NOTHING_ROLLED: Progress = { rolledTo: 0, rawFrom: 0 }

/** Where the rollups are read. */
export interface RolledUp {
  run: RunInfluxQl
  progress(): Promise<Progress>
}

const point = ([ts, value]: Row): Point => ({ ts: Number(ts), value: Number(value) })
const bucket = ([ts, mean, min, max, count]: Row): Bucket => ({
  ts: Number(ts),
  mean: Number(mean),
  min: Number(min),
  max: Number(max),
  count: Number(count),
})

/** The reading half of a store in InfluxQL, which InfluxDB 1.x speaks and InfluxDB 2 serves at the same `/query`. */
export function createInfluxReader(
  run: RunInfluxQl,
  rolled?: RolledUp,
): Pick<TelemetryStore, 'latest' | 'range' | 'downsample'> {
  const first = async (text: string, values: Record<string, string>) => rowsOf(await run(text, values))[0] ?? []
  const readPiece = async (query: RangeQuery, { source, ...piece }: Piece, every: number): Promise<Bucket[]> => {
    const values = { equipment: query.equipment, from: iso(piece.from), to: iso(piece.to) }
    const field = fieldOf(query.metric)
    if (source === 'raw' || rolled === undefined) {
      const wanted = AGGREGATES.map(fn => `${fn}(${quoted(field)})`).join(', ')
      const text = `SELECT ${wanted} FROM ${quoted(query.class)} WHERE ${IN_RANGE} GROUP BY time(${every}ms) fill(none)`
      return (await first(text, values)).map(bucket)
    }
    const wanted = AGGREGATES.map(fn => quoted(`${fn}_${field}`)).join(', ')
    const text = `SELECT ${wanted} FROM ${quoted(ROLLUP_OF[source](query.class))} WHERE ${IN_RANGE}`
    const rows = rowsOf(await rolled.run(text, values))[0] ?? []
    return rows.filter(row => row[4] !== null).map(bucket)
  }
  return {
    latest: async ({ class: of, equipment }) => {
      if (!isName(of, 'any')) return new Map()
      const fields = (await first(`SHOW FIELD KEYS FROM ${quoted(of)}`, {})).map(row => String(row[0]))
      const known = fields.filter(field => isName(of, metricOf(field)))
      if (known.length === 0) return new Map()
      const statements = known.map(field => `SELECT ${quoted(field)} FROM ${quoted(of)} WHERE ${NEWEST}`)
      const results = rowsOf(await run(statements.join(';'), { equipment }))
      return new Map(
        known.flatMap((field, i) => (results[i] ?? []).map(row => [metricOf(field), point(row)] as [string, Point])),
      )
    },
    range: async query => {
      const bounds = boundsOf(query)
      const limit = positive('limit', query.limit)
      if (bounds === undefined) return []
      const text = `SELECT ${quoted(fieldOf(query.metric))} FROM ${quoted(query.class)} WHERE ${IN_RANGE} ORDER BY time LIMIT ${limit}`
      return (await first(text, { equipment: query.equipment, from: iso(bounds.from), to: iso(bounds.to) })).map(point)
    },
    downsample: async query => {
      const bounds = boundsOf(query)
      const every = positive('every', query.everyMs)
      if (bounds === undefined) return []
      const buckets: Bucket[] = []
      for (const piece of piecesOf(bounds, every, (await rolled?.progress()) ?? NOTHING_ROLLED))
        buckets.push(...(await readPiece(query, piece, every)))
      return mergeBuckets(buckets, every)
    },
  }
}
