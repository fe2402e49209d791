import {
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { Piscina } from 'piscina'
import type { Tables } from '../tables.ts'
import type { Question } from './read.ts'

/** Reports ask several questions at once; more threads than that would take the cores from the service. */
const THREADS = 2
/** A thread that nobody asked anything for so long ends, and its memory with it. */
const IDLE_MS = 60_000

function connectionOf(threads: Piscina): DatabaseConnection {
  return {
    executeQuery: async <Row>({ sql, parameters }: Question) => ({
      rows: (await threads.run({ sql, parameters } satisfies Question, { name: 'read' })) as Row[],
    }),
    streamQuery: () => {
      throw new Error('a reader answers with all rows at once')
    },
  }
}

function driverOf(file: string): Driver {
  const threads = new Piscina({
    filename: new URL('read.ts', import.meta.url).href,
    workerData: { file },
    ...{ minThreads: 0, maxThreads: THREADS, concurrentTasksPerWorker: 1, idleTimeout: IDLE_MS },
  })
  const connection = connectionOf(threads)
  const never = async () => {
    throw new Error('a reader has no transactions: each statement sees what is committed')
  }
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    ...{ beginTransaction: never, commitTransaction: never, rollbackTransaction: never },
    releaseConnection: async () => undefined,
    destroy: () => threads.destroy(),
  }
}

/**
 * Reads an embedded database from threads beside the event loop, each with a connection that cannot write. Threads start
 * when they are needed. The log of the database (WAL) lets them read while the service writes.
 */
export const openSqliteReader = (file: string): Kysely<Tables> =>
  new Kysely({
    dialect: {
      createDriver: () => driverOf(file),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: db => new SqliteIntrospector(db),
    },
  })
