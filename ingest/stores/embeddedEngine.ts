import type { DuckDBConnection } from '@duckdb/node-api'
import pLimit from 'p-limit'
import { CodedError } from '#domain/errors.ts'
import { type EmbeddedFile, type EmbeddedLimits, openEmbeddedFile } from './embeddedFile.ts'
import { readSeries, type SeriesIndex } from './embeddedSeries.ts'
import { StoreError } from './storeError.ts'

/** Queries at the same time; each holds one of libuv's threads. */
const QUERIES_AT_ONCE = 2

type Work<T> = (connection: DuckDBConnection, series: SeriesIndex) => Promise<T>

/** An open DuckDB: one write at a time, queries beside it on connections of their own. */
export interface EmbeddedEngine {
  write(work: Work<void>): Promise<void>
  read<T>(work: Work<T>): Promise<T>
  /** Like `read`, one at a time and not counted among the queries: for work that may write what `write` does not. */
  aside<T>(work: Work<T>): Promise<T>
  /** Waits for what is running, checkpoints and closes the file. */
  close(): Promise<void>
}

interface Open extends EmbeddedFile {
  series: SeriesIndex
}

async function openFile(dataDir: string, limits: EmbeddedLimits): Promise<Open> {
  const file = await openEmbeddedFile(dataDir, limits)
  return { ...file, series: await readSeries(file.writer) }
}

/** The open file; after a failure that DuckDB cannot go on from (a full disk may be one) the file opened anew. */
function keepOpen(dataDir: string, limits: EmbeddedLimits) {
  let open: Open | undefined
  let opening: Promise<Open> | undefined
  const start = (before: Promise<unknown>): Promise<Open> => {
    opening = before
      .then(() => openFile(dataDir, limits))
      .then(file => {
        open = file
        return file
      })
      .finally(() => {
        opening = undefined
      })
    return opening
  }
  return {
    current: async (): Promise<Open> => open ?? opening ?? start(Promise.resolve()),
    /** Opens anew, once `readers` are done with the old file, unless the old one still works. */
    mend: async (readers: () => Promise<unknown>): Promise<void> => {
      const broken = open
      const works = await broken?.writer.run('select 1').catch(() => undefined)
      if (broken === undefined || works !== undefined) return
      open = undefined
      start(readers().then(() => broken.close())).catch(() => undefined)
    },
    end: async (): Promise<void> => {
      const last = open ?? (await opening?.catch(() => undefined))
      await last?.writer.run('checkpoint').catch(() => undefined)
      last?.close()
    },
  }
}

function asStoreError(error: unknown): Error {
  if (error instanceof CodedError) return error
  return new StoreError('retryable', `The embedded store failed: ${(error as Error).message}`, error)
}

/** @throws CodedError DATA_DIR_IN_USE, STORE_UNAVAILABLE */
export async function openEngine(dataDir: string, limits: EmbeddedLimits): Promise<EmbeddedEngine> {
  const file = keepOpen(dataDir, limits)
  await file.current()
  const writes = pLimit(1)
  const reads = pLimit(QUERIES_AT_ONCE)
  const asides = pLimit(1)
  const reading = new Set<Promise<unknown>>()
  const readers = () => Promise.allSettled(reading)
  let closed = false
  const current = async () => {
    if (closed) throw new StoreError('retryable', 'The embedded store is closed')
    return file.current()
  }
  const query = async <T>(work: Work<T>): Promise<T> => {
    const { connect, series } = await current()
    const connection = await connect()
    const answer = work(connection, series).finally(() => connection.closeSync())
    reading.add(answer)
    return answer.finally(() => reading.delete(answer))
  }
  const change = async (work: Work<void>): Promise<void> => {
    const { writer, series } = await current()
    await work(writer, series).catch(async error => {
      if (!(error instanceof CodedError)) await file.mend(readers)
      throw error
    })
  }
  const coded = <T>(promise: Promise<T>): Promise<T> =>
    promise.catch(error => {
      throw asStoreError(error)
    })
  return {
    write: work => coded(writes(() => change(work))),
    read: work => coded(reads(() => query(work))),
    aside: work => coded(asides(() => query(work))),
    close: async () => {
      await writes(async () => {
        closed = true
      })
      await readers()
      await file.end()
    },
  }
}
