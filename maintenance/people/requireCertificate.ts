import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Skill } from '#domain/catalogue.ts'
import { type CertificateStanding, certificateOn } from '#domain/certificates.ts'
import { CodedError } from '#domain/errors.ts'
import type { Millis } from '#domain/time.ts'
import { dayAt } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'

/** The day at the site by which somebody is there: the promised arrival while that lies ahead, else today. */
export async function visitDay(db: Kysely<Tables>, needs: Workshop, ticket: TicketRow, now: Millis): Promise<string> {
  const arrival = await db
    .selectFrom('ticket_clock')
    .select('due_at')
    .where('ticket', '=', ticket.id)
    .where('kind', '=', 'arrive')
    .where('stopped_at', 'is', null)
    .executeTakeFirst()
  return dayAt(needs.timezone(ticket.site), Math.max(now, arrival?.due_at ?? now))
}

const refusal = (technician: string, skill: string, standing: CertificateStanding): CodedError | undefined => {
  if (standing.state === 'missing')
    return new CodedError('CERTIFICATE_MISSING', { technician, skill, kind: standing.kind })
  if (standing.state !== 'expired' && standing.state !== 'notYet') return undefined
  return new CodedError('CERTIFICATE_EXPIRED', { technician, skill, ...standing.certificate })
}

/**
 * Refuses somebody whose certificate for the ticket's skill is not valid on the day of the visit; without any on file only
 * where the site is strict.
 * @throws CodedError CERTIFICATE_EXPIRED, CERTIFICATE_MISSING (details name the certificate)
 */
export async function requireCertificate(
  trx: Trx,
  needs: Workshop,
  { ticket, technician, strict }: { ticket: TicketRow; technician: string; strict: boolean },
): Promise<void> {
  const skill: Skill | undefined = needs.catalogue.skills.find(s => s.code === ticket.skill)
  if (!skill?.certificateRequired) return
  const row = await trx
    .selectFrom('technician')
    .select('certificates')
    .where('id', '=', technician)
    .executeTakeFirstOrThrow()
  const day = await visitDay(trx, needs, ticket, needs.clock.now())
  const standing = certificateOn(day, skill, JSON.parse(row.certificates))
  const error = refusal(technician, skill.code, standing)
  if (error && (strict || standing.state !== 'missing')) throw error
}
