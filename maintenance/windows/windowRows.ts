import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { FaultEvent } from '#domain/faults.ts'
import type { MaintenanceWindow } from '#domain/windows.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'

export type WindowRow = Selectable<Tables['maintenance_window']>

/** Holds a window until the transaction ends. */
export async function lockWindow(trx: Trx, id: string): Promise<WindowRow | undefined> {
  return await trx
    .updateTable('maintenance_window')
    .set(eb => ({ kind: eb.ref('kind') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Adds a line to the history of a held window. */
export async function addToWindow(trx: Trx, id: string, { at, by, event, detail }: FaultEvent): Promise<void> {
  const last = await trx
    .selectFrom('window_event')
    .select(eb => eb.fn.max('number').as('number'))
    .where('maintenance_window', '=', id)
    .executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  await trx
    .insertInto('window_event')
    .values({ maintenance_window: id, number, at, by, event, detail: detail ? JSON.stringify(detail) : null })
    .execute()
}

/** Windows with their history and how many faults they kept quiet: two queries, however many windows. */
export async function assembleWindows(db: Kysely<Tables>, rows: readonly WindowRow[]): Promise<MaintenanceWindow[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const [events, counts] = await Promise.all([
    db.selectFrom('window_event').selectAll().where('maintenance_window', 'in', ids).orderBy('number').execute(),
    db
      .selectFrom('fault as f')
      .innerJoin('maintenance_window as w', 'w.id', 'f.maintenance_window')
      .select(({ fn, eb }) => [
        'w.id',
        fn.countAll<number>().as('all'),
        fn.sum<number>(eb.case().when('f.fired_at', '<', eb.ref('w.starts_at')).then(1).else(0).end()).as('already'),
      ])
      .where('w.id', 'in', ids)
      .groupBy('w.id')
      .execute(),
  ])
  const historyOf = Map.groupBy(events, row => row.maintenance_window)
  const countOf = new Map(
    counts.map(({ id, all, already }) => [
      id,
      { suppressed: Number(all) - Number(already), alreadyFiring: Number(already) },
    ]),
  )
  const none = { suppressed: 0, alreadyFiring: 0 }
  return rows.map(row => toWindow(row, countOf.get(row.id) ?? none, historyOf.get(row.id) ?? []))
}

function toWindow(
  row: WindowRow,
  counts: Pick<MaintenanceWindow, 'suppressed' | 'alreadyFiring'>,
  events: readonly Selectable<Tables['window_event']>[],
) {
  return {
    id: row.id,
    site: row.site,
    kind: row.kind,
    equipment: JSON.parse(row.equipment),
    classes: JSON.parse(row.classes),
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    reason: row.reason,
    contact: row.contact,
    createdBy: row.created_by,
    createdAt: row.created_at,
    ...withoutNulls({
      endedAt: row.ended_at,
      endedBy: row.ended_by,
      report: row.report === null ? null : (JSON.parse(row.report) as MaintenanceWindow['report']),
    }),
    ...counts,
    history: events.map(({ at, by, event, detail }) =>
      withoutNulls({ at, by, event, detail: detail === null ? null : JSON.parse(detail) }),
    ),
  }
}
