import { codeOf, connect, type DatabaseNeeds } from './database.ts'
import { unavailable } from './unavailable.ts'

/** PostgreSQL's undefined_table (Appendix A), and SQLite's words for it. */
const lacksTable = (error: unknown): boolean => codeOf(error) === '42P01' || /no such table/.test(String(error))

/**
 * The ids of the sites in the operations database, whose schema stays the version that it is.
 * @returns none where nothing was kept yet
 * @throws CodedError DATABASE_UNAVAILABLE
 */
export async function peekSites(needs: DatabaseNeeds): Promise<string[]> {
  let db: ReturnType<typeof connect> | undefined
  try {
    db = connect(needs)
    return (await db.selectFrom('site').select('id').execute()).map(({ id }) => id)
  } catch (error) {
    if (lacksTable(error)) return []
    throw unavailable(error)
  } finally {
    await db?.destroy()
  }
}
