import { logChanges } from '#database/changeLog.ts'
import type { Actor } from '#domain/people.ts'
import type { SurveyWay } from '#domain/surveys.ts'
import type { TicketMove } from '#domain/ticketCommands.ts'
import type { MoveRow } from '#domain/ticketMoves.ts'
import type { Millis } from '#domain/time.ts'
import { refreshFigures } from '../analytics/figures/refreshFigures.ts'
import { breachDue, startClocks, stopClocks } from '../clocks/clocks.ts'
import { escalateDue } from '../clocks/escalations.ts'
import { pauseClocks, pauseReason, resumeClocks } from '../clocks/pauses.ts'
import { reopenClocks } from '../clocks/reopenClocks.ts'
import { levelOf } from '../clocks/serviceLevels.ts'
import { customerSide } from '../customers/customerSide.ts'
import { moveOffers, type Naming } from '../dispatch/crew/moveOffers.ts'
import type { Workshop } from '../needs.ts'
import { reserveAgain } from '../parts/reserveAgain.ts'
import { type Settled, settleParts } from '../parts/settleParts.ts'
import { settleRepair } from '../parts/settleRepair.ts'
import { settleVisit } from '../plans/settleVisit.ts'
import type { ArrivalProof } from './arrivalProof.ts'
import { changedRow } from './changedRow.ts'
import { addToTimeline, type TicketRow, type Trx } from './lockTicket.ts'
import { addSignature } from './signatures.ts'
import { triage } from './triage.ts'

/** Parts go with the move: a repair issues what was used, an end releases what is left, a reopening reserves again. */
async function moveParts(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  move: TicketMove,
  ending: { username: string; at: Millis },
): Promise<Settled> {
  const { to, partsUsed } = move
  if ((to === 'repaired' || to === 'closed') && partsUsed)
    return await settleRepair(trx, ticket, { partsUsed, repair: move.repair }, ending)
  if (to === 'closed' || to === 'cancelled') return await settleParts(trx, ticket, [], ending)
  if (to === 'reopened') return await reserveAgain(trx, needs, ticket, ending.at)
  return { parts: [], tickets: [] }
}

/** Clocks go with the move: what is overdue is marked first, what waits no longer runs on, then the kept promises stop. */
async function moveClocks(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { row, move, by, at }: { row: MoveRow; move: TicketMove; by: string; at: Millis },
): Promise<void> {
  await breachDue(trx, ticket, at)
  await escalateDue(trx, ticket, at)
  await resumeClocks(trx, needs, ticket, { at, by })
  const stops = row.stops ?? []
  const first = ticket.status === 'new'
  await stopClocks(trx, ticket.id, first ? [...stops, 'respond'] : stops, { at, by, why: move.to })
  if (move.to === 'reopened') await reopenClocks(trx, needs, ticket, at)
  if (move.to === 'repaired' || move.to === 'answered') await startFollowUp(trx, needs, ticket, at)
}

/** The return visit is promised from the repair on (PL-FOLLOWUP). */
async function startFollowUp(trx: Trx, needs: Workshop, ticket: TicketRow, at: Millis): Promise<void> {
  const { policy } = needs.policies.get(ticket.policy)
  const { followUp: span } = levelOf(policy, ticket.priority)
  await startClocks(trx, needs, ticket, [{ kind: 'followUp', span }], at)
}

/** A granted wait lets clocks stand still; what a technician asks for waits for the desk. */
async function pauseFor(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { move, actor, at }: { move: TicketMove; actor: Actor; at: Millis },
): Promise<'granted' | 'asked' | undefined> {
  if (!move.pause) return undefined
  const reason = pauseReason(needs, ticket, move.to, move.pause)
  if (actor.role === 'technician') return 'asked'
  await pauseClocks(trx, ticket, reason, { ...move.pause, by: actor.username, at })
  return 'granted'
}

/** What the history keeps of a move; drawings stay with the signatures. */
function detailOf({ to: _, version: __, signature, ...detail }: TicketMove): Record<string, unknown> {
  if (!signature) return detail
  const { image, ...signer } = signature
  return { ...detail, signature: { ...signer, drawn: image !== undefined } }
}

/** `naming`: the service itself names who goes. */
interface MoveMade {
  row: MoveRow
  move: TicketMove
  actor: Actor
  proof?: ArrivalProof | undefined
  naming?: Naming
  /** How the customer's answer came, where it was not the desk that wrote it down. */
  way?: SurveyWay
}

/** Makes a move that the table allows on a held ticket. */
export async function makeMove(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  { row, move, actor, proof, naming, way }: MoveMade,
): Promise<void> {
  const at = needs.clock.now()
  const by = actor.username
  const { to } = move
  await moveClocks(trx, needs, ticket, { row, move, by, at })
  const triaged = await triage(trx, needs, ticket, move, { at, by })
  const version = ticket.version + 1
  const change = { ...changedRow(ticket, move, at), ...triaged, status: to, version }
  await trx.updateTable('ticket').set(change).where('id', '=', ticket.id).execute()
  const pause = await pauseFor(trx, needs, ticket, { move, actor, at })
  await settleVisit(trx, needs, ticket, to, at)
  const { follows, ...whose } = await customerSide(trx, needs, ticket, move, { at, by, way })
  if (move.signature) await addSignature(trx, ticket.id, { ...move.signature, purpose: 'acceptance' }, { at, by })
  const technician = change.technician ?? undefined
  await moveOffers(trx, needs, ticket, { move, actor, technician, at, naming })
  const said = {
    ...(technician && { technician }),
    ...(proof && { proof }),
    ...(pause && { pauseIs: pause }),
    ...way,
    ...whose,
  }
  await addToTimeline(trx, { id: ticket.id, version }, [
    { at, by, event: row.event ?? 'moved', from: ticket.status, to, detail: { ...detailOf(move), ...said } },
    ...follows,
  ])
  const { parts, tickets } = await moveParts(trx, needs, ticket, move, { username: by, at })
  await refreshFigures(trx, needs, [ticket.id])
  await logChanges(trx, 'parts', parts, at)
  await logChanges(trx, 'tickets', [...new Set([ticket.id, ...tickets])], at)
}
