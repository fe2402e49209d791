import { logChanges } from '#database/changeLog.ts'
import type { Equipment } from '#domain/equipment.ts'
import { SYSTEM } from '#domain/people.ts'
import type { RootCauseOf } from '#domain/ticketActs.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { addToTimeline, lockTicket, type TicketRow, type Trx } from './lockTicket.ts'
import { openTicket } from './openTicket.ts'

const DAY = 86_400_000

/** What came back: the ticket that shows it has just been opened or reopened, and is held. */
interface ComeBack {
  ticket: string
  equipment: Equipment
  faultCode: string
  at: Millis
}

const subjectOf = (row: TicketRow): RootCauseOf => JSON.parse(row.root_cause_of ?? '{"faultCode":"","tickets":[]}')

/** The tasks about this fault of this equipment, the newest first. */
async function tasksAbout(trx: Trx, { equipment, faultCode }: ComeBack): Promise<TicketRow[]> {
  const rows = await trx
    .selectFrom('ticket')
    .selectAll()
    .where('equipment', '=', equipment.id)
    .where('kind', '=', 'rootCause')
    .where('status', '<>', 'cancelled')
    .orderBy('opened_at', 'desc')
    .execute()
  return rows.filter(row => subjectOf(row).faultCode === faultCode)
}

/** The tickets of the fault since a time; each after the first, and each reopening, is a repeat. */
async function repeatsSince(trx: Trx, { equipment, faultCode }: ComeBack, since: Millis) {
  const rows = await trx
    .selectFrom('ticket')
    .select(['id', 'reopens'])
    .where('equipment', '=', equipment.id)
    .where('fault_code', '=', faultCode)
    .where('status', '<>', 'cancelled')
    .where('opened_at', '>=', since)
    .orderBy('opened_at')
    .execute()
  const repeats = rows.reduce((sum, row) => sum + row.reopens, rows.length - 1)
  return { repeats, tickets: rows.map(row => row.id) }
}

/** Notes on the tickets which task looks into them. */
async function noteOn(trx: Trx, tickets: readonly string[], task: string, at: Millis): Promise<void> {
  for (const id of tickets) {
    const ticket = await lockTicket(trx, id)
    if (!ticket) continue
    await addToTimeline(trx, ticket, [{ at, by: SYSTEM.username, event: 'rootCauseTask', detail: { ticket: task } }])
  }
  await logChanges(trx, 'tickets', tickets, at)
}

/** One ticket more for a task that is under way. */
async function addToTask(trx: Trx, task: TicketRow, { ticket, at }: ComeBack): Promise<void> {
  const subject = subjectOf(task)
  if (subject.tickets.includes(ticket)) return
  const grown: RootCauseOf = { ...subject, tickets: [...subject.tickets, ticket] }
  await trx
    .updateTable('ticket')
    .set({ root_cause_of: JSON.stringify(grown) })
    .where('id', '=', task.id)
    .execute()
  await addToTimeline(trx, task, [{ at, by: SYSTEM.username, event: 'recurred', detail: { ticket } }])
  await logChanges(trx, 'tickets', [task.id], at)
  await noteOn(trx, [ticket], task.id, at)
}

/**
 * A fault that was repaired came back: with the repeats that the service levels name, a task of its own asks why. Since
 * the last task was closed the count begins anew. Whoever calls holds the only open ticket of the equipment and fault, so
 * no second task is opened at the same time.
 */
export async function watchRepeats(trx: Trx, needs: Workshop, comeBack: ComeBack): Promise<void> {
  const { equipment, faultCode, at } = comeBack
  const { repeats: limit, withinDays, priority } = needs.policies.at(at).policy.rootCause
  const [last] = await tasksAbout(trx, comeBack)
  const open = last && last.closed_at === null ? await lockTicket(trx, last.id) : undefined
  if (open && open.closed_at === null) return await addToTask(trx, open, comeBack)
  const { repeats, tickets } = await repeatsSince(
    trx,
    comeBack,
    Math.max(at - withinDays * DAY, (last?.closed_at ?? 0) + 1),
  )
  if (repeats < limit) return
  const rootCauseOf: RootCauseOf = { faultCode, tickets }
  const task = await openTicket(trx, needs, {
    ...{ equipment, origin: 'rule', by: SYSTEM.username, kind: 'rootCause', severity: 'general', lifeSafety: false },
    ...{ openedAt: at, failedAt: at, priority, rootCauseOf, title: `根因分析 · Root cause: ${faultCode}` },
  })
  if (task !== undefined) await noteOn(trx, tickets, task, at)
}
