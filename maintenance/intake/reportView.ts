import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { IntakePolicy } from '#domain/intake.ts'
import type { Actor } from '#domain/people.ts'
import type { Report } from '#domain/reported.ts'
import { ENDED, type TicketStatus } from '#domain/tickets.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { photosOf } from './photos.ts'
import { readIntakePolicy } from './policy.ts'

type ReportRow = Selectable<Tables['report']>

/** `138******78`, and the first letter of a name. */
const maskPhone = (phone: string): string =>
  phone.length < 7 ? '***' : `${phone.slice(0, 3)}${'*'.repeat(phone.length - 5)}${phone.slice(-2)}`
/** `w***@example.com`: whose it is stays unknown, the provider is nobody's secret. */
const maskEmail = (email: string): string => `${[...email][0]}***${email.slice(email.lastIndexOf('@'))}`
const maskName = (name: string): string => `${[...name][0]}**`

/** Whether somebody may see whom to call; a technician only while there is something to do (D2 of the service practice). */
export const seesContact = ({ contactRoles }: IntakePolicy, { role }: Actor, status: TicketStatus): boolean =>
  contactRoles.includes(role) && (role !== 'technician' || !ENDED.includes(status))

/** The contact of a reporter, whole or masked. */
export function contactOf(
  {
    contact_name: name,
    contact_phone: phone,
    contact_email: email,
  }: Pick<ReportRow, 'contact_name' | 'contact_phone' | 'contact_email'>,
  whole: boolean,
): Pick<Report, 'contact' | 'masked'> {
  if (name === null && phone === null && email === null) return {}
  const contact = withoutNulls({
    name: whole || name === null ? name : maskName(name),
    phone: whole || phone === null ? phone : maskPhone(phone),
    email: whole || email === null ? email : maskEmail(email),
  })
  return { contact, ...(!whole && { masked: true as const }) }
}

const toReport = (row: ReportRow, whole: boolean): Omit<Report, 'photos'> => ({
  id: row.id,
  ticket: row.ticket,
  site: row.site,
  equipment: row.equipment,
  trouble: row.trouble,
  channel: row.channel,
  danger: row.danger === 1,
  joined: row.joined === 1,
  at: row.at,
  by: row.by,
  ...withoutNulls({
    words: row.words,
    place: row.place,
    seems: row.seems,
    forgottenAt: row.forgotten_at,
    photosDeletedAt: row.photos_deleted_at,
  }),
  ...contactOf(row, whole),
})

/** What people reported about a ticket, oldest first, with as much of the contact as the reader may see. */
export async function reportsOf(
  db: Kysely<Tables>,
  ticket: { id: string; status: TicketStatus },
  actor: Actor,
): Promise<Report[]> {
  const whole = seesContact(await readIntakePolicy(db), actor, ticket.status)
  const rows = await db
    .selectFrom('report')
    .selectAll()
    .where('ticket', '=', ticket.id)
    .orderBy('at')
    .orderBy('id')
    .execute()
  const photos = await photosOf(
    db,
    rows.map(row => row.id),
  )
  return rows.map(row => ({ ...toReport(row, whole), photos: photos.get(row.id) ?? [] }))
}
