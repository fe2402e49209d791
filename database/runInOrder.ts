import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** A step of a migration that runs these statements, one after the other. */
export const runInOrder =
  (statements: readonly string[]) =>
  async (db: Kysely<Tables>): Promise<void> => {
    for (const statement of statements) await sql.raw(statement).execute(db)
  }
