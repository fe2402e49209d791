import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** The parameters that a piece of equipment had until `until_at`, and who changed them then. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sql
    .raw(
      `create table equipment_param_history (equipment text not null references equipment (id), number integer not null,
        until_at bigint not null, params text not null, "by" text not null, primary key (equipment, number))`,
    )
    .execute(db)
}

export async function down(db: Kysely<Tables>): Promise<void> {
  await sql.raw('drop table equipment_param_history').execute(db)
}
