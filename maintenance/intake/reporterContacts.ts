import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Actor } from '#domain/people.ts'
import type { Report } from '#domain/reported.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import { readIntakePolicy } from './policy.ts'
import { contactOf, seesContact } from './reportView.ts'

export type ReporterContact = Pick<Report, 'contact' | 'masked'>

/** Whom to call about each ticket: who reported it last and left a contact, as much of it as the reader may see. */
export async function reporterContacts(
  db: Kysely<Tables>,
  tickets: readonly { ticket: string; status: TicketStatus }[],
  actor: Actor,
): Promise<Map<string, ReporterContact>> {
  const policy = await readIntakePolicy(db)
  const statusOf = new Map(tickets.map(({ ticket, status }) => [ticket, status]))
  const rows = await db
    .selectFrom('report')
    .selectAll()
    .where('ticket', 'in', [...statusOf.keys()])
    .where(eb => eb.or([eb('contact_name', 'is not', null), eb('contact_phone', 'is not', null)]))
    .orderBy('at')
    .orderBy('id')
    .execute()
  return new Map(
    rows.map(row => [row.ticket, contactOf(row, seesContact(policy, actor, statusOf.get(row.ticket) ?? 'closed'))]),
  )
}

/** The number that the customer of a ticket left, the latest one; whole, so only for messages to just that number (D2). */
export async function reporterPhone(
  db: Kysely<Tables>,
  ticket: string,
): Promise<{ name?: string; phone: string } | undefined> {
  const row = await db
    .selectFrom('report')
    .select(['contact_name as name', 'contact_phone as phone'])
    .where('ticket', '=', ticket)
    .where('contact_phone', 'is not', null)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.phone == null ? undefined : { ...(row.name !== null && { name: row.name }), phone: row.phone }
}
