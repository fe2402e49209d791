import type { Kysely, Selectable } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import type { Complaint, ComplaintClock, ComplaintEvent } from '#domain/complaints.ts'
import { historyRows } from '../historyRows.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { withoutNulls } from '../withoutNulls.ts'

export type ComplaintRow = Selectable<Tables['complaint']>

/** Holds a complaint until the transaction ends. */
export async function lockComplaint(trx: Trx, id: string): Promise<ComplaintRow | undefined> {
  return await trx
    .updateTable('complaint')
    .set(eb => ({ version: eb.ref('version') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Adds lines to the history of a held complaint, and tells of it. */
export async function addToComplaint(trx: Trx, id: string, entries: readonly ComplaintEvent[]): Promise<void> {
  if (entries.length === 0) return
  const last = await trx
    .selectFrom('complaint_event')
    .select(eb => eb.fn.max('number').as('number'))
    .where('complaint', '=', id)
    .executeTakeFirst()
  const rows = historyRows(entries, last?.number ?? 0).map(row => ({ ...row, complaint: id }))
  await trx.insertInto('complaint_event').values(rows).execute()
  await logChanges(trx, 'complaints', [id], entries[0]?.at ?? 0)
}

type Row<T extends keyof Tables> = Selectable<Tables[T]>

const toClock = (row: Row<'complaint_clock'>, steps: readonly Row<'complaint_escalation'>[]): ComplaintClock => ({
  kind: row.kind,
  round: row.round,
  startedAt: row.started_at,
  dueAt: row.due_at,
  span: JSON.parse(row.span),
  ...withoutNulls({ stoppedAt: row.stopped_at, breachedAt: row.breached_at }),
  escalations: steps
    .filter(step => step.kind === row.kind && step.round === row.round)
    .map(({ level, role, due_at: dueAt, fired_at: firedAt }) => withoutNulls({ level, role, dueAt, firedAt })),
})

const toEvent = ({ at, by, event, from_status: from, to_status: to, detail }: Row<'complaint_event'>): ComplaintEvent =>
  withoutNulls({ at, by, event, from, to, detail: detail === null ? null : JSON.parse(detail) })

const parsed = (json: string | null) => (json === null ? null : JSON.parse(json))

function toComplaint(row: ComplaintRow, clocks: ComplaintClock[], history: ComplaintEvent[]): Complaint {
  const { registered_at: registeredAt, closed_at: closedAt, token_hash: _, contact, finding, ...plain } = row
  const known = withoutNulls({ ...plain, closedAt, contact: parsed(contact), finding: parsed(finding) })
  return { ...known, registeredAt, clocks, history }
}

/** Complaints with their clocks and history: three queries, however many complaints. */
export async function assembleComplaints(db: Kysely<Tables>, rows: readonly ComplaintRow[]): Promise<Complaint[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const [clocks, steps, events] = await Promise.all([
    db.selectFrom('complaint_clock').selectAll().where('complaint', 'in', ids).orderBy('due_at').execute(),
    db.selectFrom('complaint_escalation').selectAll().where('complaint', 'in', ids).orderBy('level').execute(),
    db.selectFrom('complaint_event').selectAll().where('complaint', 'in', ids).orderBy('number').execute(),
  ])
  const clocksOf = Map.groupBy(clocks, row => row.complaint)
  const stepsOf = Map.groupBy(steps, row => row.complaint)
  const eventsOf = Map.groupBy(events, row => row.complaint)
  return rows.map(row =>
    toComplaint(
      row,
      (clocksOf.get(row.id) ?? []).map(clock => toClock(clock, stepsOf.get(row.id) ?? [])),
      (eventsOf.get(row.id) ?? []).map(toEvent),
    ),
  )
}
