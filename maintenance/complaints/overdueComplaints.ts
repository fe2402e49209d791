import type { ComplaintEvent } from '#domain/complaints.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { addToComplaint, lockComplaint } from './complaintRows.ts'

const BATCH = 200
const DAY = 86_400_000
const by = SYSTEM.username

/** The complaints with a promise that has run out or somebody to be told. */
async function dueComplaints({ database: { db } }: Workshop, now: Millis): Promise<string[]> {
  const overdue = db
    .selectFrom('complaint_clock')
    .select('complaint')
    .where('due_at', '<=', now)
    .where('stopped_at', 'is', null)
    .where('breached_at', 'is', null)
  const telling = db
    .selectFrom('complaint_escalation')
    .select('complaint')
    .where('due_at', '<=', now)
    .where('fired_at', 'is', null)
  const rows = await db.selectFrom(overdue.union(telling).as('due')).select('complaint').limit(BATCH).execute()
  return rows.map(row => row.complaint)
}

/** Marks the promises of a held complaint that have run out and tells who is to be told by now, each once. */
export async function catchUpComplaint(trx: Trx, id: string, now: Millis): Promise<void> {
  const breached = await trx
    .updateTable('complaint_clock')
    .set(eb => ({ breached_at: eb.ref('due_at') }))
    .where('complaint', '=', id)
    .where('due_at', '<=', now)
    .where('stopped_at', 'is', null)
    .where('breached_at', 'is', null)
    .returning(['kind', 'round', 'due_at as dueAt'])
    .execute()
  const told = await trx
    .updateTable('complaint_escalation')
    .set({ fired_at: now })
    .where('complaint', '=', id)
    .where('due_at', '<=', now)
    .where('fired_at', 'is', null)
    .returning(['kind', 'level', 'role', 'due_at as dueAt'])
    .execute()
  const lines: ComplaintEvent[] = [
    ...breached
      .toSorted((a, b) => a.dueAt - b.dueAt)
      .map(({ kind: clock, ...detail }) => ({ at: now, by, event: 'breached', detail: { clock, ...detail } })),
    ...told
      .toSorted((a, b) => a.dueAt - b.dueAt || a.level - b.level)
      .map(({ kind: clock, ...detail }) => ({ at: now, by, event: 'told', detail: { clock, ...detail } })),
  ]
  await addToComplaint(trx, id, lines)
  if (lines.length > 0)
    await trx
      .updateTable('complaint')
      .set(eb => ({ version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute()
}

/** Forgets who complained once that was kept long enough (D2). */
async function forgetContacts(needs: Workshop, now: Millis): Promise<void> {
  const { contactDays } = needs.policies.at(now).policy.complaints
  const rows = await needs.database.db
    .selectFrom('complaint')
    .select('id')
    .where('contact', 'is not', null)
    .where('closed_at', '<=', now - contactDays * DAY)
    .limit(BATCH)
    .execute()
  for (const { id } of rows)
    await needs.database.write(async trx => {
      const held = await lockComplaint(trx, id)
      if (!held || held.contact === null || held.closed_at === null) return
      await trx
        .updateTable('complaint')
        .set({ contact: null, version: held.version + 1 })
        .where('id', '=', id)
        .execute()
      await addToComplaint(trx, id, [{ at: now, by, event: 'contactErased' }])
    })
}

/** Does what time has made due on complaints, each in a transaction of its own. */
export async function sweepComplaints(needs: Workshop): Promise<void> {
  const now = needs.clock.now()
  let due: string[]
  do {
    due = await dueComplaints(needs, now)
    for (const id of due)
      await needs.database.write(async trx => {
        if (await lockComplaint(trx, id)) await catchUpComplaint(trx, id, now)
      })
  } while (due.length === BATCH)
  await forgetContacts(needs, now)
}
