import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** Tasks that find out why a fault comes back, and what they found. */
const COLUMNS = ['root_cause_of', 'root_cause']

export async function up(db: Kysely<Tables>): Promise<void> {
  for (const column of COLUMNS) await sql.raw(`alter table ticket add column ${column} text`).execute(db)
}

export async function down(db: Kysely<Tables>): Promise<void> {
  for (const column of COLUMNS) await sql.raw(`alter table ticket drop column ${column}`).execute(db)
}
