import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { FaultEvent } from '#domain/faults.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'
import type { FaultRow } from './faultView.ts'

/** Holds a fault until the transaction ends; everything that belongs to a fault changes only while it is held. */
export async function lockFault(trx: Trx, id: string): Promise<FaultRow | undefined> {
  return await trx
    .updateTable('fault')
    .set(eb => ({ state: eb.ref('state') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Adds a line to the history of a held fault. */
export async function addToHistory(trx: Trx, fault: string, { at, by, event, detail }: FaultEvent): Promise<void> {
  const last = await trx
    .selectFrom('fault_event')
    .select(eb => eb.fn.max('number').as('number'))
    .where('fault', '=', fault)
    .executeTakeFirst()
  await trx
    .insertInto('fault_event')
    .values({
      fault,
      number: (last?.number ?? 0) + 1,
      at,
      by,
      event,
      detail: detail ? JSON.stringify(detail) : null,
    })
    .execute()
}

/** Who did what to a fault and when, oldest first. */
export async function readHistory(db: Kysely<Tables>, fault: string): Promise<FaultEvent[]> {
  const rows = await db.selectFrom('fault_event').selectAll().where('fault', '=', fault).orderBy('number').execute()
  return rows.map(({ at, by, event, detail }) =>
    withoutNulls({ at, by, event, detail: detail === null ? null : JSON.parse(detail) }),
  )
}
