import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { CodedError } from '#domain/errors.ts'
import { StoreError } from './storeError.ts'

/** How much of the machine the embedded store may take. */
export interface EmbeddedLimits {
  /** As DuckDB writes it: `512MB`. */
  memory: string
  threads: number
}

export const EMBEDDED_LIMITS: EmbeddedLimits = { memory: '512MB', threads: 2 }

/** An open database file with the connection that writes. */
export interface EmbeddedFile {
  readonly writer: DuckDBConnection
  connect(): Promise<DuckDBConnection>
  close(): void
}

/**
 * A series is one metric of one piece of equipment. No key on readings (it costs 3.4 times the speed): of two readings
 * of a series at one time the later row counts, and rows keep the order in which they were appended.
 */
const SCHEMA = `
  create table if not exists series (
    id integer not null, class varchar not null, equipment varchar not null, metric varchar not null);
  create table if not exists reading (series integer not null, ts bigint not null, value double not null);
  create table if not exists rollup_minute (
    series integer not null, ts bigint not null, mean double not null, min double not null, max double not null,
    count bigint not null);
  create table if not exists rollup_hour (
    series integer not null, ts bigint not null, mean double not null, min double not null, max double not null,
    count bigint not null);
  create table if not exists late (series integer not null, hour bigint not null);
  create table if not exists progress (rolled_to bigint not null, raw_from bigint not null);`

function openError(error: unknown, path: string): Error {
  const { message } = error as Error
  if (/lock/i.test(message)) return new CodedError('DATA_DIR_IN_USE', { path }, `Another service is using ${path}`)
  return new StoreError('retryable', `${path} cannot be opened: ${message}`, error)
}

/** Opens `DATA_DIR/telemetry.duckdb`. @throws CodedError DATA_DIR_IN_USE, STORE_UNAVAILABLE */
export async function openEmbeddedFile(dataDir: string, { memory, threads }: EmbeddedLimits): Promise<EmbeddedFile> {
  const path = join(dataDir, 'telemetry.duckdb')
  try {
    await mkdir(dataDir, { recursive: true })
    const instance = await DuckDBInstance.create(path, { memory_limit: memory, threads: String(threads) })
    const writer = await instance.connect()
    await writer.run(SCHEMA)
    return {
      writer,
      connect: () => instance.connect(),
      close: () => {
        writer.closeSync()
        instance.closeSync()
      },
    }
  } catch (error) {
    throw openError(error, path)
  }
}
