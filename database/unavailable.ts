import type { DatabaseConnection, Dialect, Driver } from 'kysely'
import { CodedError } from '#domain/errors.ts'
import { isBusy } from './waitForLock.ts'

const SQLITE_IOERR = 10
const SQLITE_FULL = 13

/** The embedded database could not write: a full disk is told by either code. */
const cannotWrite = (error: unknown): boolean =>
  [SQLITE_IOERR, SQLITE_FULL].includes(((error as { errcode?: number } | null)?.errcode ?? 0) & 0xff)

export const unavailable = (error: unknown): CodedError =>
  error instanceof CodedError
    ? error
    : new CodedError('DATABASE_UNAVAILABLE', undefined, `The operations database: ${String(error)}`)

/**
 * Lost and refused connections, a full disk, and a lock that another process keeps: Node's own codes, PostgreSQL's
 * classes 08, 53 and 57P, and pg's own words.
 * @returns a CodedError DATABASE_UNAVAILABLE for these, any other error as it is
 */
function asUnavailable(error: unknown): unknown {
  const code = String((error as { code?: unknown } | null)?.code)
  const lost = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|08|53|57P)/.test(code)
  const said =
    error instanceof Error &&
    /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(
      error.message,
    )
  return lost || said || isBusy(error) || cannotWrite(error) ? unavailable(error) : error
}

function rethrow(error: unknown): never {
  throw asUnavailable(error)
}

/** Lets the statements of a connection tell of a lost database by its code; once, however often it is handed out. */
function codeStatements(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection)
  connection.executeQuery = <R>(...query: Parameters<DatabaseConnection['executeQuery']>) =>
    execute<R>(...query).catch(rethrow)
}

function codedDriver(driver: Driver): Driver {
  const coded = new WeakSet<DatabaseConnection>()
  const acquire = driver.acquireConnection.bind(driver)
  driver.acquireConnection = async (...options) => {
    const connection = await acquire(...options).catch(rethrow)
    if (!coded.has(connection)) codeStatements(connection)
    coded.add(connection)
    return connection
  }
  return driver
}

/** A dialect whose every statement, in a transaction or not, fails with DATABASE_UNAVAILABLE while the database is lost. */
export const codedDialect = (dialect: Dialect): Dialect => ({
  createDriver: () => codedDriver(dialect.createDriver()),
  createQueryCompiler: () => dialect.createQueryCompiler(),
  createAdapter: () => dialect.createAdapter(),
  createIntrospector: db => dialect.createIntrospector(db),
})
