import type { ComplaintChange } from '#domain/complaintForms.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { kindOf, recountPromises } from './complaintClocks.ts'
import { resolveLinks } from './complaintLinks.ts'
import { addToComplaint, type ComplaintRow } from './complaintRows.ts'
import { catchUpComplaint } from './overdueComplaints.ts'

/** Another kind, link or handler of a held complaint; its running promises follow its kind. @throws CodedError see `Complaints.change` */
export async function changeComplaint(
  trx: Trx,
  needs: Workshop,
  complaint: ComplaintRow,
  { version: seen, kind = complaint.kind, handler, ...given }: ComplaintChange,
  actor: Actor,
): Promise<void> {
  const at = needs.clock.now()
  const { id, version, status } = complaint
  if (seen !== version) throw new CodedError('STALE_VERSION', { version, status })
  if (complaint.closed_at !== null)
    throw new CodedError('ILLEGAL_MOVE', { noun: 'complaint', from: status }, 'The complaint is closed')
  kindOf(needs, { kind, policy: complaint.policy })
  const before = { site: complaint.site, ticket: complaint.ticket, equipment: complaint.equipment }
  const links = await resolveLinks(trx, needs, given, actor)
  const change = {
    kind,
    site: links.site ?? before.site,
    ticket: links.ticket ?? before.ticket,
    equipment: links.equipment ?? before.equipment,
    technician: links.technician ?? complaint.technician,
    handler: handler ?? complaint.handler,
  }
  await catchUpComplaint(trx, id, at)
  await trx
    .updateTable('complaint')
    .set(eb => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
  if (kind !== complaint.kind || change.site !== complaint.site)
    await recountPromises(trx, needs, { ...complaint, ...change })
  const detail = {
    ...given,
    ...(kind !== complaint.kind && { kind, before: complaint.kind }),
    ...(handler && { handler }),
  }
  await addToComplaint(trx, id, [{ at, by: actor.username, event: 'changed', detail }])
}
