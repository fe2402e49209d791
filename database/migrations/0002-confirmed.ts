import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** Equipment that a gateway named in its birth is monitored at once, and waits for a person to confirm it. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql.raw('alter table equipment add column confirmed integer not null default 1').execute(db)
}

export async function down(db: Kysely<Tables>): Promise<void> {
  await sql.raw('alter table equipment drop column confirmed').execute(db)
}
