import type { Actor } from '#domain/people.ts'
import { MERGE_MOVE } from '#domain/ticketMoves.ts'
import type { Workshop } from '../needs.ts'
import { lockTicket, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { makeMove } from '../tickets/makeMove.ts'
import { joinTicket } from './joinTicket.ts'
import type { Told } from './trouble.ts'

/** The reports of a held ticket join another one that is held, and it ends. */
export async function mergeInto(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { running, told }: { running: TicketRow; told: Told },
  actor: Actor,
): Promise<void> {
  const at = needs.clock.now()
  const reports = await trx
    .updateTable('report')
    .set({ ticket: running.id, equipment: running.equipment, joined: 1 })
    .where('ticket', '=', ticket.id)
    .returning(['id', 'danger'])
    .execute()
  for (const { id, danger } of reports) {
    const held = (await lockTicket(trx, running.id)) ?? running
    await joinTicket(
      trx,
      needs,
      held,
      { told: { ...told, danger: danger === 1 }, report: id },
      { at, by: actor.username },
    )
  }
  const move = { to: 'cancelled' as const, reason: running.id }
  await makeMove(trx, needs, ticket, { row: MERGE_MOVE, move, actor })
}
