import { type Kysely, sql } from 'kysely'
import { runInOrder } from '../runInOrder.ts'
import type { Tables } from '../tables.ts'

/** Rules that people made or changed, each version kept; what rules in trial found; how many tickets a rule opened a day. */
const STATEMENTS = [
  `create table rule_version (code text not null, version integer not null check (version > 0), class text not null,
    rule text, hash text not null, at bigint not null, "by" text not null, reason text not null,
    primary key (code, version))`,
  `create table rule_day (code text not null, day text not null, opened integer not null, withheld integer not null,
    primary key (code, day))`,
  `create table shadow_fault (id text primary key, equipment text not null references equipment (id), site text not null,
    class text not null, code text not null, fired_at bigint not null, resolved_at bigint, evidence text not null)`,
  `create index shadow_fault_code on shadow_fault (code, fired_at)`,
  `alter table fault add column withheld integer not null default 0`,
]

export const up = runInOrder(STATEMENTS)

export async function down(db: Kysely<Tables>): Promise<void> {
  await sql.raw('alter table fault drop column withheld').execute(db)
  for (const table of ['shadow_fault', 'rule_day', 'rule_version']) await sql.raw(`drop table ${table}`).execute(db)
}
