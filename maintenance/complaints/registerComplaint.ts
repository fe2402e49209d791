import { nextNumber } from '#database/changeLog.ts'
import { hashToken, makeSecret } from '#database/secrets.ts'
import { COMPLAINT_CLOCKS, type ComplaintChannel } from '#domain/complaints.ts'
import type { Contact } from '#domain/contact.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { kindOf, startPromises } from './complaintClocks.ts'
import { type ComplaintLinks, resolveLinks } from './complaintLinks.ts'
import { addToComplaint } from './complaintRows.ts'

export interface Registration extends ComplaintLinks {
  kind: string
  text: string
  channel: ComplaintChannel
  contact?: Contact | undefined
}

const contactOf = (contact: Contact | undefined): string | null =>
  contact && Object.keys(contact).length > 0 ? JSON.stringify(contact) : null

/** Takes a complaint in, with its promises. @returns its id, and the token of the complainer's page @throws CodedError see `Complaints.add` */
export async function registerComplaint(
  trx: Trx,
  needs: Workshop,
  { kind, text, channel, contact, ...given }: Registration,
  actor: Actor,
): Promise<{ id: string; token: string }> {
  const at = needs.clock.now()
  const { version: policy } = needs.policies.at(at)
  kindOf(needs, { kind, policy })
  const links = await resolveLinks(trx, needs, given, actor)
  if (links.site === null && actor.sites.length > 0) throw new CodedError('BAD_REQUEST', { site: 'name the site' })
  const id = `c-${await nextNumber(trx, 'complaint')}`
  const token = makeSecret()
  const what = { id, kind, text, channel, policy, status: 'registered' as const, version: 1, ...links }
  await trx
    .insertInto('complaint')
    .values({ ...what, contact: contactOf(contact), token_hash: hashToken(token), registered_at: at })
    .execute()
  await startPromises(trx, needs, { id, kind, policy, site: links.site }, COMPLAINT_CLOCKS, { round: 0, at })
  await addToComplaint(trx, id, [
    { at, by: actor.username, event: 'registered', to: 'registered', detail: { channel } },
  ])
  return { id, token }
}
