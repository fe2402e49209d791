import { BIGINT, DOUBLE, type DuckDBConnection, DuckDBDataChunk, INTEGER, VARCHAR } from '@duckdb/node-api'
import type { Reading } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { SeriesIndex, SeriesRow } from './embeddedSeries.ts'
import { inTurns } from './inTurns.ts'
import { floorTo, HOUR_MS } from './resolutions.ts'
import { checkStorable, storedValue } from './storable.ts'

/** Rows in one DuckDB vector: handed over in 0.2 ms. */
const CHUNK_ROWS = 2048
const READING = [INTEGER, BIGINT, DOUBLE]
const LATE = [INTEGER, BIGINT]
const SERIES = [INTEGER, VARCHAR, VARCHAR, VARCHAR]

type Cell = number | bigint | string
type Columns = Cell[][]

/** Appends rows, given by column, inside the open transaction; the disk is touched by its commit, off the event loop. */
async function appendRows(
  connection: DuckDBConnection,
  table: string,
  types: typeof READING | typeof LATE | typeof SERIES,
  columns: Columns,
): Promise<void> {
  const rows = columns[0]?.length ?? 0
  if (rows === 0) return
  const appender = await connection.createAppender(table)
  try {
    const starts = Array.from({ length: Math.ceil(rows / CHUNK_ROWS) }, (_, chunk) => chunk * CHUNK_ROWS)
    await inTurns(starts, 1, ([from = 0]) => {
      const slice = columns.map(column => column.slice(from, from + CHUNK_ROWS))
      const chunk = DuckDBDataChunk.create(types, slice[0]?.length ?? 0)
      chunk.setColumns(slice)
      appender.appendDataChunk(chunk)
    })
  } finally {
    appender.closeSync()
  }
}

interface Batch {
  readings: Columns
  /** The hours of series that are rolled up already. */
  late: Columns
  added: SeriesRow[]
}

/** Readings looked at in one go: about a millisecond. */
const SLICE = 500

async function toBatch(readings: readonly Reading[], series: SeriesIndex, lateBefore: Millis): Promise<Batch> {
  await inTurns(readings, SLICE, slice => slice.forEach(checkStorable))
  const [ids, times, values]: [number[], bigint[], number[]] = [[], [], []]
  const added: SeriesRow[] = []
  const late = new Map<string, [series: number, hour: bigint]>()
  const collect = (reading: Reading) => {
    const ts = BigInt(reading.ts)
    const hour = floorTo(reading.ts, HOUR_MS)
    const isLate = reading.ts < lateBefore
    const known = series.of(reading.class, reading.equipment)
    for (const metric in reading.metrics) {
      const value = storedValue(reading.metrics[metric] ?? null)
      if (value === undefined) continue
      const id = known.get(metric) ?? series.take(reading.class, reading.equipment, metric, added)
      if (isLate) late.set(`${id} ${hour}`, [id, BigInt(hour)])
      ids.push(id)
      times.push(ts)
      values.push(value)
    }
  }
  await inTurns(readings, SLICE, slice => slice.forEach(collect))
  const lateRows = [...late.values()]
  return { readings: [ids, times, values], late: [lateRows.map(([id]) => id), lateRows.map(([, hour]) => hour)], added }
}

const transpose = (rows: readonly SeriesRow[]): Columns =>
  SERIES.map((_, column) => rows.map(row => row[column] as Cell))

/** Stores readings, the series they are the first of and a note of those before `lateBefore`, all or none. One call at a time. @throws StoreError refused */
export async function writeReadings(
  connection: DuckDBConnection,
  series: SeriesIndex,
  readings: readonly Reading[],
  lateBefore: Millis,
): Promise<void> {
  const batch = await toBatch(readings, series, lateBefore)
  if (batch.readings[0]?.length === 0) return
  try {
    await connection.run('begin')
    await appendRows(connection, 'series', SERIES, transpose(batch.added))
    await appendRows(connection, 'reading', READING, batch.readings)
    await appendRows(connection, 'late', LATE, batch.late)
    await connection.run('commit')
  } catch (error) {
    series.forget(batch.added)
    await connection.run('rollback').catch(() => undefined)
    throw error
  }
}
