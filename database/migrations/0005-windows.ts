import { type Kysely, sql } from 'kysely'
import { runInOrder } from '../runInOrder.ts'
import type { Tables } from '../tables.ts'

/** Maintenance windows, test permits and drills, with who did what to them. */
const STATEMENTS = [
  `create table maintenance_window (id text primary key, site text not null references site (id), kind text not null,
    equipment text not null, classes text not null, starts_at bigint not null, ends_at bigint not null,
    ended_at bigint, ended_by text, reason text not null, contact text not null, created_by text not null,
    created_at bigint not null, settled_at bigint, report text, check (ends_at > starts_at))`,
  `create index maintenance_window_live on maintenance_window (site, ends_at) where settled_at is null`,
  `create index maintenance_window_starts on maintenance_window (starts_at)`,
  `create table window_event (maintenance_window text not null references maintenance_window (id),
    number integer not null, at bigint not null, "by" text not null, event text not null, detail text,
    primary key (maintenance_window, number))`,
  `alter table fault add column maintenance_window text`,
  `create index fault_window on fault (maintenance_window) where maintenance_window is not null`,
]

export const up = runInOrder(STATEMENTS)

export async function down(db: Kysely<Tables>): Promise<void> {
  await sql.raw('drop index fault_window').execute(db)
  await sql.raw('alter table fault drop column maintenance_window').execute(db)
  for (const table of ['window_event', 'maintenance_window']) await sql.raw(`drop table ${table}`).execute(db)
}
