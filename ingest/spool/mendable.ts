import { backup, type DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { isDamage } from './rescueSpool.ts'

type Values = SQLInputValue[]

/**
 * A database whose file is replaced by a mended one when it turns out to be damaged: statements go on with the new
 * file. What was under way in a transaction is undone and left to {@link transaction}, which runs it again.
 */
export interface MendableDatabase extends Pick<DatabaseSync, 'exec' | 'isTransaction' | 'close'> {
  prepare(sql: string): Pick<StatementSync, 'run' | 'get' | 'all' | 'iterate'>
  /** Copies the database as of one moment, in steps: statements go on in between. Given up when `signal` aborts. */
  copyTo(file: string, signal: AbortSignal): Promise<void>
  /** @returns whether the error was damage, and is mended */
  mended(error: unknown): boolean
}

/** What a step copies holds up the statements beside it: a quarter of a megabyte. */
const STEP_PAGES = 64

async function copySqlite(sqlite: DatabaseSync, file: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await backup(sqlite, file, { rate: STEP_PAGES, progress: () => signal.throwIfAborted() })
}

/** @param mend gives the database that takes the damaged one's place; undefined when it cannot be mended now */
export function makeMendable(
  first: DatabaseSync,
  mend: (damaged: DatabaseSync, why: unknown) => DatabaseSync | undefined,
): MendableDatabase {
  let sqlite = first
  const mended = (error: unknown): boolean => {
    if (!isDamage(error) || sqlite.isTransaction) return false
    const whole = mend(sqlite, error)
    if (whole) sqlite = whole
    return whole !== undefined
  }
  const prepare = (sql: string): ReturnType<MendableDatabase['prepare']> => {
    let statement = sqlite.prepare(sql)
    let of = sqlite
    const current = (): StatementSync => {
      if (of !== sqlite) {
        statement = sqlite.prepare(sql)
        of = sqlite
      }
      return statement
    }
    const again = <T>(work: (on: StatementSync) => T): T => {
      try {
        return work(current())
      } catch (error) {
        if (!mended(error)) throw error
        return work(current())
      }
    }
    return {
      // Every record comes this way: no function is made for it.
      run: (...values: Values) => {
        try {
          return current().run(...values)
        } catch (error) {
          if (!mended(error)) throw error
          return current().run(...values)
        }
      },
      get: (...values: Values) => again(on => on.get(...values)),
      all: (...values: Values) => again(on => on.all(...values)),
      iterate: (...values: Values) => current().iterate(...values),
    } as ReturnType<MendableDatabase['prepare']>
  }
  return {
    exec: sql => sqlite.exec(sql),
    get isTransaction() {
      return sqlite.isTransaction
    },
    close: () => sqlite.close(),
    prepare,
    copyTo: (file, signal) => copySqlite(sqlite, file, signal),
    mended,
  }
}
