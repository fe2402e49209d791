import { CodedError } from '#domain/errors.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'

/** What a complaint is about, as far as it is known. */
export interface ComplaintLinks {
  site?: string | undefined
  ticket?: string | undefined
  equipment?: string | undefined
  technician?: string | undefined
}

type Known = { [K in keyof ComplaintLinks]-?: string | null }

async function ticketLinks(trx: Trx, id: string | undefined): Promise<Partial<Known>> {
  if (id === undefined) return {}
  const ticket = await trx
    .selectFrom('ticket')
    .select(['site', 'equipment', 'technician', 'technician_proposed'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!ticket) throw new CodedError('NOT_FOUND', { ticket: id })
  const { site, equipment, technician, technician_proposed } = ticket
  return { site, equipment, technician: technician_proposed === 1 ? null : technician }
}

function equipmentSite(needs: Workshop, id: string | undefined): string | undefined {
  if (id === undefined) return undefined
  const piece = needs.equipment(id)
  if (!piece) throw new CodedError('NOT_FOUND', { equipment: id })
  return piece.site
}

async function refuseUnknown(trx: Trx, needs: Workshop, { site, technician }: ComplaintLinks): Promise<void> {
  if (site !== undefined && !needs.site(site)) throw new CodedError('UNKNOWN_SITE', { site })
  if (technician === undefined) return
  const found = await trx.selectFrom('technician').select('id').where('id', '=', technician).executeTakeFirst()
  if (!found) throw new CodedError('UNKNOWN_TECHNICIAN', { technician })
}

/**
 * Fills in what follows from what is given: a ticket tells site, equipment and technician, equipment its site.
 * @throws CodedError NOT_FOUND, UNKNOWN_SITE, UNKNOWN_TECHNICIAN, BAD_REQUEST where the links contradict each other
 */
export async function resolveLinks(trx: Trx, needs: Workshop, given: ComplaintLinks, actor: Actor): Promise<Known> {
  await refuseUnknown(trx, needs, given)
  const byTicket = await ticketLinks(trx, given.ticket)
  const sites = [given.site, byTicket.site, equipmentSite(needs, given.equipment)].filter(site => site != null)
  if (new Set(sites).size > 1) throw new CodedError('BAD_REQUEST', { sites }, 'The links are about several sites')
  const [site = null] = sites
  if (site !== null && !seesSite(actor, site)) throw new CodedError('NOT_FOUND', { site })
  return {
    site,
    ticket: given.ticket ?? null,
    equipment: given.equipment ?? byTicket.equipment ?? null,
    technician: given.technician ?? byTicket.technician ?? null,
  }
}
