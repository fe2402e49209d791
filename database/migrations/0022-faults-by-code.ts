import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** Faults of a code in their order, with when they ended: when equipment was silent, and the list behind a count of alarms. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql`create index fault_code on fault (code, fired_at, resolved_at, equipment)`.execute(db)
}

export async function down(db: Kysely<Tables>): Promise<void> {
  await sql`drop index fault_code`.execute(db)
}
