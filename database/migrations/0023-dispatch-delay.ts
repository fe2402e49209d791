import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** What is counted of a ticket changed, so all of it goes; the stage writes it anew beside the work when it starts. */
const ANEW = ['delete from ticket_breach', 'delete from ticket_figure']

/** The time until somebody is sent, apart from the time until somebody has looked. */
export async function up(db: Kysely<Tables>): Promise<void> {
  for (const statement of [...ANEW, 'alter table ticket_figure add column dispatch bigint'])
    await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<Tables>): Promise<void> {
  for (const statement of [...ANEW, 'alter table ticket_figure drop column dispatch'])
    await sql.raw(statement).execute(db)
}
