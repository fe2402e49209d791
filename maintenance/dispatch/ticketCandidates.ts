import type { Candidates } from '#domain/candidates.ts'
import { CodedError } from '#domain/errors.ts'
import type { Workshop } from '../needs.ts'
import { visitDay } from '../people/requireCertificate.ts'
import { crewNeeded } from './crew/crewNeeded.ts'
import { findCandidates } from './findCandidates.ts'

/** Who could be sent to a ticket, the best first. @throws CodedError NOT_FOUND */
export async function ticketCandidates(needs: Workshop, id: string): Promise<Candidates> {
  const { db } = needs.database
  const ticket = await db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirst()
  if (!ticket) throw new CodedError('NOT_FOUND', { ticket: id })
  const { site, equipment, skill } = ticket
  const at = needs.clock.now()
  const day = await visitDay(db, needs, ticket, at)
  return {
    ticket: id,
    ...(skill !== null && { skill }),
    crew: crewNeeded(needs, ticket),
    items: await findCandidates(db, needs, { ticket: id, site, equipment, skill, day, at }),
  }
}
