import { logChanges } from '#database/changeLog.ts'
import type { FaultEvent } from '#domain/faults.ts'
import { addToTimeline, lockTicket, type Trx } from '../tickets/lockTicket.ts'
import type { FaultRow } from './faultView.ts'

/** What happens to a fault also stands in the history of its ticket. */
export async function noteOnTicket(
  trx: Trx,
  { ticket: id }: Pick<FaultRow, 'ticket'>,
  line: FaultEvent,
): Promise<void> {
  const ticket = id === null ? undefined : await lockTicket(trx, id)
  if (!ticket) return
  await addToTimeline(trx, ticket, [line])
  await logChanges(trx, 'tickets', [ticket.id], line.at)
}
