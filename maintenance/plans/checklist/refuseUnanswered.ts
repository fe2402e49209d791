import { CodedError } from '#domain/errors.ts'
import type { Workshop } from '../../needs.ts'
import type { TicketRow, Trx } from '../../tickets/lockTicket.ts'
import { answeredLines, readChecklist } from './readChecklist.ts'

/**
 * A visit is done only with its checklist answered and shown by the photos that it asks for.
 * @throws CodedError CHECKLIST_OPEN (details: lacking, photosLacking)
 */
export async function refuseUnanswered(trx: Trx, needs: Workshop, ticket: TicketRow): Promise<void> {
  if (ticket.kind !== 'preventive') return
  const checklist = await readChecklist(trx, needs, ticket)
  if (!checklist) return
  const { lacking, photosLacking } = answeredLines(checklist)
  if (lacking > 0 || photosLacking > 0) throw new CodedError('CHECKLIST_OPEN', { lacking, photosLacking })
}
