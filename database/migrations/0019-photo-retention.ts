import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** Photos are deleted in time: a file is found by its name, and a report tells when its photos were. */
const STATEMENTS = [`create index photo_file on photo (file)`, `alter table report add column photos_deleted_at bigint`]

const BACK = [`alter table report drop column photos_deleted_at`, `drop index photo_file`]

export async function up(db: Kysely<Tables>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<Tables>): Promise<void> {
  for (const statement of BACK) await sql.raw(statement).execute(db)
}
