import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import { CodedError } from '#domain/errors.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { ColumnMap, EventMap, Kind } from './columnMap.ts'
import { findTimeColumn, parseTime } from './parseTime.ts'

export interface RecordingOptions {
  file: string
  maps: readonly ColumnMap[]
  events: readonly EventMap[]
  kinds: ReadonlyMap<string, Kind>
  timeColumn?: string
  offsetMinutes: number
}

/** One row as it was recorded; `skipped` counts what could not be used, by reason. */
export interface Row {
  ts?: Millis
  metrics: Record<string, MetricValue>
  active: { code: string; active: boolean }[]
  skipped: string[]
  /** Bytes of the file up to here. */
  bytes: number
}

const MISSING = /^(|na|n\/a|nan|null|none|-|--)$/i
const TRUE = /^(true|yes|on|1(\.0+)?)$/i
const FALSE = /^(false|no|off|0(\.0+)?)$/i

interface Columns {
  time: number
  metrics: (ColumnMap & { index: number; kind: Kind })[]
  events: (EventMap & { index: number })[]
}

function indexOf(header: readonly string[], column: string): number {
  const index = header.indexOf(column)
  if (index >= 0) return index
  throw new CodedError('BAD_REQUEST', { column }, `The file has no column "${column}"; it has: ${header.join(', ')}`)
}

function findColumns(header: readonly string[], first: readonly string[], options: RecordingOptions): Columns {
  const time = options.timeColumn ?? findTimeColumn(header, first)
  if (time === undefined)
    throw new CodedError(
      'BAD_REQUEST',
      undefined,
      `No column of times found; name it with --time: ${header.join(', ')}`,
    )
  return {
    time: indexOf(header, time),
    metrics: options.maps.map(m => ({
      ...m,
      index: indexOf(header, m.column),
      kind: options.kinds.get(m.metric) ?? 'gauge',
    })),
    events: options.events.map(e => ({ ...e, index: indexOf(header, e.column) })),
  }
}

/** A flag, or undefined. */
const parseFlag = (text: string): boolean | undefined => (TRUE.test(text) ? true : FALSE.test(text) ? false : undefined)

function parseValue(text: string, { kind, factor }: { kind: Kind; factor: number }): number | boolean | undefined {
  if (kind === 'boolean') return parseFlag(text)
  const number = Number(text) * factor
  return Number.isFinite(number) ? number : undefined
}

function readRow(cells: readonly string[], columns: Columns, offsetMinutes: number, bytes: number): Row {
  const row: Row = { metrics: {}, active: [], skipped: [], bytes }
  const ts = parseTime(cells[columns.time] ?? '', offsetMinutes)
  if (ts === undefined) return { ...row, skipped: ['bad time'] }
  for (const column of columns.metrics) {
    const text = (cells[column.index] ?? '').trim()
    const value = MISSING.test(text) ? undefined : parseValue(text, column)
    if (value !== undefined) row.metrics[column.metric] = value
    else
      row.skipped.push(
        `${column.column}: ${MISSING.test(text) ? 'missing value' : `not a ${column.kind === 'boolean' ? 'flag' : 'number'}`}`,
      )
  }
  for (const { index, code } of columns.events) {
    const active = parseFlag((cells[index] ?? '').trim())
    if (active !== undefined) row.active.push({ code, active })
  }
  return { ...row, ts }
}

/**
 * Reads a recording row by row; a file of any size takes the same memory.
 * @throws CodedError BAD_REQUEST for a file that cannot be read, has no header or lacks a column
 */
export async function* readRecording(options: RecordingOptions): AsyncGenerator<Row> {
  const parser = parse({
    bom: true,
    delimiter: [',', ';', '\t'],
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  })
  const file = createReadStream(options.file)
  file.on('error', error => parser.destroy(error))
  file.pipe(parser)
  let header: string[] | undefined
  let columns: Columns | undefined
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (!header) {
        header = cells
        continue
      }
      columns ??= findColumns(header, cells, options)
      yield readRow(cells, columns, options.offsetMinutes, parser.info.bytes)
    }
  } catch (error) {
    if (error instanceof CodedError) throw error
    throw new CodedError('BAD_REQUEST', { file: options.file }, `${options.file}: ${(error as Error).message}`)
  }
  if (!columns) throw new CodedError('BAD_REQUEST', { file: options.file }, `${options.file} has no rows`)
}
