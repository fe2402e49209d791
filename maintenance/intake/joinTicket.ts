import { sql } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import { THOUGHT_DONE } from '#domain/ticketStages.ts'
import { ENDED } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { reopenClocks } from '../clocks/reopenClocks.ts'
import type { Workshop } from '../needs.ts'
import { reserveAgain } from '../parts/reserveAgain.ts'
import { changedRow } from '../tickets/changedRow.ts'
import { ticketsChanged } from '../tickets/changeTicket.ts'
import { addToTimeline, isOpen, lockTicket, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { triage } from '../tickets/triage.ts'
import type { Told } from './trouble.ts'

/** The running ticket about the same trouble of the same equipment or place, held; whoever or whatever opened it. */
export async function findRunning(
  trx: Trx,
  { equipment, trouble, faultCode, place = '' }: Told,
): Promise<TicketRow | undefined> {
  const found = await trx
    .selectFrom('ticket')
    .select('id')
    .where('equipment', '=', equipment.id)
    .where(sql`coalesce(place, '')`, '=', place)
    .where(isOpen)
    .where(eb => eb.or([eb('trouble', '=', trouble.code), ...(faultCode ? [eb('fault_code', '=', faultCode)] : [])]))
    .orderBy('opened_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  const ticket = found && (await lockTicket(trx, found.id))
  return ticket && !ENDED.includes(ticket.status) ? ticket : undefined
}

/** Somebody tells of the trouble although the repair was thought done: it goes back to its technician. */
async function reopen(trx: Trx, needs: Workshop, ticket: TicketRow, at: Millis): Promise<Partial<TicketRow>> {
  await reopenClocks(trx, needs, ticket, at)
  const { parts, tickets } = await reserveAgain(trx, needs, ticket, at)
  await logChanges(trx, 'parts', parts, at)
  await logChanges(trx, 'tickets', tickets, at)
  return { ...changedRow(ticket, { to: 'reopened' }, at), status: 'reopened' }
}

/** One more report about a held ticket; it becomes more urgent where people are in danger now. */
export async function joinTicket(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { told: { danger, trouble }, report }: { told: Told; report: string },
  { at, by }: { at: Millis; by: string },
): Promise<void> {
  const again = THOUGHT_DONE.includes(ticket.status)
  const worse = danger && ticket.life_safety === 0
  const urgent = worse
    ? await triage(
        trx,
        needs,
        ticket,
        { to: ticket.status, triage: { severity: 'major', lifeSafety: true } },
        { at, by },
      )
    : {}
  const back = again ? await reopen(trx, needs, { ...ticket, ...urgent }, at) : {}
  const version = ticket.version + 1
  await trx
    .updateTable('ticket')
    .set({ ...urgent, ...back, version })
    .where('id', '=', ticket.id)
    .execute()
  const move = again && { from: ticket.status, to: 'reopened' as const }
  const detail = { report, trouble: trouble.code, ...(worse && { priority: urgent.priority }) }
  await addToTimeline(trx, { id: ticket.id, version }, [{ at, by, event: 'reportJoined', ...move, detail }])
  await ticketsChanged(trx, needs, [ticket.id], at)
}
