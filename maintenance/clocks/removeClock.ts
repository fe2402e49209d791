import type { ClockKind } from '#domain/ticketClocks.ts'
import type { Millis } from '#domain/time.ts'
import type { Trx } from '../tickets/lockTicket.ts'

/** Takes a clock of a held ticket out with its pauses; its account stays. @returns when it had been missed; undefined when there is none */
export async function removeClock(
  trx: Trx,
  ticket: string,
  kind: ClockKind,
): Promise<{ breached_at: Millis | null } | undefined> {
  await trx.deleteFrom('clock_pause').where('ticket', '=', ticket).where('kind', '=', kind).execute()
  return await trx
    .deleteFrom('ticket_clock')
    .where('ticket', '=', ticket)
    .where('kind', '=', kind)
    .returning('breached_at')
    .executeTakeFirst()
}
