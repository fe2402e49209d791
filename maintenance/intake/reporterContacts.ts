import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { CalledReporter } from '#domain/followUps.ts'
import type { Actor } from '#domain/people.ts'
import type { Report } from '#domain/reported.ts'
import type { SurveyMessage } from '#domain/surveys.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { readIntakePolicy } from './policy.ts'
import { lastOf, type Reporter, reportersOf } from './reporters.ts'
import { contactOf, seesContact } from './reportView.ts'

/** Whom to call about a ticket: who reported it last and left anything at all; and each who can be reached. */
export interface Callable extends Pick<Report, 'contact' | 'masked'> {
  reporters: CalledReporter[]
}

/** Whom to call about each ticket, with as much of the contacts as the reader may see. */
export async function reporterContacts(
  db: Kysely<Tables>,
  tickets: readonly { ticket: string; status: TicketStatus }[],
  actor: Actor,
): Promise<Map<string, Callable>> {
  const policy = await readIntakePolicy(db)
  const found = await reportersOf(
    db,
    tickets.map(({ ticket }) => ticket),
  )
  return new Map(
    tickets.map(({ ticket, status }) => {
      const whole = seesContact(policy, actor, status)
      const { known = [], latest } = found.get(ticket) ?? {}
      const reporters = known.map(each => ({ report: each.report, ...contactOf(lastOf(each), whole) }))
      return [ticket, { ...(latest && contactOf(latest, whole)), reporters }]
    }),
  )
}

/** What somebody left last, whole. */
export function wholeContact(reporter: Reporter | undefined): SurveyMessage['contact'] | undefined {
  if (!reporter) return undefined
  const { contact_name: name, contact_phone: phone, contact_email: email } = lastOf(reporter)
  return withoutNulls({ name, phone, email })
}
