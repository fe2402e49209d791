import { type DatabaseConnection, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { Tables } from '../tables.ts'
import { codedDialect } from '../unavailable.ts'
import { createReaderProcesses, type Question } from './readerProcesses.ts'

function driverOf(file: string) {
  const readers = createReaderProcesses(file)
  const connection: DatabaseConnection = {
    executeQuery: async <Row>({ sql, parameters }: Question) => ({
      rows: (await readers.ask({ sql, parameters })) as Row[],
    }),
    streamQuery: () => {
      throw new Error('a reader answers with all rows at once')
    },
  }
  const never = async () => {
    throw new Error('a reader has no transactions: each statement sees what is committed')
  }
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    beginTransaction: never,
    commitTransaction: never,
    rollbackTransaction: never,
    releaseConnection: async () => undefined,
    destroy: readers.close,
  }
}

/**
 * Reads an embedded database from processes beside the service, each with a connection that cannot write. The log of the
 * database (WAL) lets them read while the service writes.
 */
export const openSqliteReader = (file: string): Kysely<Tables> =>
  new Kysely({
    dialect: codedDialect({
      createDriver: () => driverOf(file),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: db => new SqliteIntrospector(db),
    }),
  })
