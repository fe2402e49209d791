import { sql } from 'kysely'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { TicketMove } from '#domain/ticketCommands.ts'
import { leavesAlone, type MoveRow } from '#domain/ticketMoves.ts'
import { checkPeople } from '../dispatch/checkPeople.ts'
import { leaveCrew } from '../dispatch/crew/leaveCrew.ts'
import { refuseWhileFiring, refuseWhileUnknown } from '../faults/faultGate.ts'
import { resetByPerson } from '../faults/resetByPerson.ts'
import type { Workshop } from '../needs.ts'
import { refuseUnanswered } from '../plans/checklist/refuseUnanswered.ts'
import { refuseSecondVisit } from '../plans/settleVisit.ts'
import { type ArrivalProof, arrivalProof } from './arrivalProof.ts'
import { type AskedRules, askRules } from './askRules.ts'
import { isOpen, lockVisible, type TicketRow, type Trx, visible } from './lockTicket.ts'
import { makeMove } from './makeMove.ts'
import { moveFacts } from './moveFacts.ts'
import { refuseContradiction, refuseLacking, refuseStray, refuseUnknownCodes, rowFor } from './moves.ts'
import { findRule } from './priority.ts'
import { redrawn } from './redrawn.ts'
import { refuseStale } from './refuseStale.ts'

/**
 * Before a latched fault's ticket is verified, the rules are asked to end the fault; outside any transaction, because the
 * end comes back through `handle`, which verifies the ticket.
 * @returns whether it did
 */
async function endLatchedFault(needs: Workshop, id: string, move: TicketMove, actor: Actor): Promise<boolean> {
  if (move.to !== 'verified') return false
  const { db } = needs.database
  const row = await db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirst()
  const ticket = visible(row, id, actor)
  await refuseStale(db, ticket, move.version)
  rowFor(ticket, move.to, actor)
  const fault = await db
    .selectFrom('fault')
    .select(['id', 'equipment', 'code', 'class'])
    .where('id', '=', ticket.fault ?? '')
    .where('state', '=', 'firing')
    .executeTakeFirst()
  if (!fault || findRule(needs.catalogue, fault.class, fault.code)?.rule.latched === false) return false
  return (await resetByPerson(needs, fault)) === 'resolved'
}

/** A closed ticket may come back only while no other is open for the same fault, or the same trouble there. */
async function refuseSecond(trx: Trx, ticket: TicketRow): Promise<void> {
  const { fault_code: code, trouble, place } = ticket
  if (ticket.status !== 'closed' || (code === null && trouble === null)) return
  const other = await trx
    .selectFrom('ticket')
    .select('id')
    .where('equipment', '=', ticket.equipment)
    .where(eb =>
      eb.or([
        ...(code === null ? [] : [eb('fault_code', '=', code)]),
        ...(trouble === null
          ? []
          : [eb.and([eb('trouble', '=', trouble), eb(sql`coalesce(place, '')`, '=', place ?? '')])]),
      ]),
    )
    .where(isOpen)
    .executeTakeFirst()
  if (other) throw new CodedError('ALREADY_EXISTS', { ticket: other.id })
}

/** Whether all is there that the move needs. @throws CodedError see `Tickets.move` */
async function checkMove(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { row, move, asked }: { row: MoveRow; move: TicketMove; asked: AskedRules },
): Promise<ArrivalProof | undefined> {
  const now = needs.clock.now()
  refuseStray(move, ticket)
  const proof = move.to === 'onSite' ? await arrivalProof(trx, needs, ticket, move.proof, { asked, now }) : undefined
  const facts = await moveFacts(trx, needs, ticket, move, { proven: proof !== undefined && proof.by !== 'none', now })
  refuseLacking(row, move, ticket, facts)
  refuseUnknownCodes(needs.catalogue, move)
  refuseContradiction(move)
  await checkPeople(trx, needs, ticket, move)
  if (row.to === 'closed') await refuseUnanswered(trx, needs, ticket)
  if (row.faultOver) await refuseWhileFiring(trx, ticket)
  if (row.faultOver && move.to !== 'cancelled') refuseWhileUnknown(ticket, asked)
  if (move.to === 'reopened') {
    await refuseSecond(trx, ticket)
    await refuseSecondVisit(trx, ticket)
  }
  return proof
}

/**
 * Moves a ticket to another status with all that the move brings, in one transaction.
 * @param mayStill asked while the ticket is held, what lets the actor in may have ended in the meantime
 * @throws CodedError see `Tickets.move`
 */
export async function moveTicket(
  needs: Workshop,
  id: string,
  given: TicketMove,
  actor: Actor,
  mayStill?: (trx: Trx) => Promise<unknown>,
): Promise<void> {
  const move = given.signature ? { ...given, signature: await redrawn(given.signature) } : given
  if (await endLatchedFault(needs, id, move, actor)) return
  const asked = await askRules(needs, id, move)
  await needs.database.write(async trx => {
    const ticket = await lockVisible(trx, id, actor)
    await mayStill?.(trx)
    await refuseStale(trx, ticket, move.version)
    const row = rowFor(ticket, move.to, actor)
    const proof = await checkMove(trx, needs, ticket, { row, move, asked })
    if (leavesAlone(row, actor, ticket))
      await leaveCrew(trx, needs, ticket, { person: actor.username, by: actor.username, reason: move.reason })
    else await makeMove(trx, needs, ticket, { row, move, actor, proof })
  })
}
