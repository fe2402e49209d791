import { sql } from 'kysely'
import type { Database } from '#database/database.ts'
import { eventually } from '../helpers/service.ts'

/** A client that was killed may have sent a commit that PostgreSQL is still at, or left it a transaction to undo. */
export async function untilSettled({ db, dialect }: Database): Promise<void> {
  if (dialect === 'sqlite') return
  const busy = sql<{ n: number }>`select cast(count(*) as integer) as n from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and state <> 'idle'`
  await eventually(
    () => busy.execute(db),
    ({ rows }) => rows[0]?.n === 0,
  )
}
