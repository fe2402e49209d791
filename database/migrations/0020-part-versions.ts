import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** What is said of a part and of a store has versions; minimum and maximum stock, also by store. */
const COLUMNS: [table: string, column: string, type: string][] = [
  ['store', 'version', 'integer not null default 0'],
  ['part', 'version', 'integer not null default 0'],
  ['part', 'max_stock', 'double precision'],
  ['stock', 'min_stock', 'double precision'],
  ['stock', 'max_stock', 'double precision'],
]

export async function up(db: Kysely<Tables>): Promise<void> {
  for (const [table, column, type] of COLUMNS)
    await sql.raw(`alter table ${table} add column ${column} ${type}`).execute(db)
  await sql
    .raw(`create table part_version (part_no text not null references part (part_no), version integer not null,
      terms text not null, at bigint, "by" text, primary key (part_no, version))`)
    .execute(db)
}

export async function down(db: Kysely<Tables>): Promise<void> {
  await sql.raw('drop table part_version').execute(db)
  for (const [table, column] of COLUMNS.toReversed())
    await sql.raw(`alter table ${table} drop column ${column}`).execute(db)
}
