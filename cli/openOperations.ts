import { readConfig } from '#config'
import { type Database, openDatabase } from '#database/database.ts'

/** Opens the operations database the environment names, does the work, and closes it. The service may be running meanwhile. */
export async function withOperations<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const config = readConfig()
  const database = await openDatabase({ dataDir: config.dataDir, url: config.databaseUrl })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}
