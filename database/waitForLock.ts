import { setTimeout as delay } from 'node:timers/promises'
import type { DatabaseConnection } from 'kysely'

const SQLITE_BUSY = 5
/** How often a lock is asked for again, in milliseconds. */
const PAUSE_MS = 20

/** Whether another process holds the embedded database. */
export const isBusy = (error: unknown): boolean => (error as { errcode?: number } | null)?.errcode === SQLITE_BUSY

/**
 * Lets a connection wait for another process's lock between turns of the event loop. SQLite's own waiting
 * (`busy_timeout`) stops the whole process: no message would be acknowledged meanwhile.
 * A statement that found the database busy has done nothing, so it may run again.
 * @param ms how long a statement waits before it fails
 */
export function waitForLock(connection: DatabaseConnection, ms: number): void {
  const execute = connection.executeQuery.bind(connection)
  connection.executeQuery = async (...query) => {
    for (const end = performance.now() + ms; ; await delay(PAUSE_MS)) {
      try {
        return await execute<never>(...query)
      } catch (error) {
        if (!isBusy(error) || performance.now() >= end) throw error
      }
    }
  }
}
