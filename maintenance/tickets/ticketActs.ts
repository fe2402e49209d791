import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Delay } from '#domain/ticketActs.ts'
import type { DelayNotice, NewSignature, PauseGrant, Urge } from '#domain/ticketForms.ts'
import { THOUGHT_DONE } from '#domain/ticketStages.ts'
import type { Millis } from '#domain/time.ts'
import { breachDue } from '../clocks/clocks.ts'
import { escalateDue } from '../clocks/escalations.ts'
import { pauseClocks, pauseReason } from '../clocks/pauses.ts'
import type { Workshop } from '../needs.ts'
import { changeTicket } from './changeTicket.ts'
import { lockVisible, refuseEnded, type TicketRow, type Trx } from './lockTicket.ts'
import { redrawn } from './redrawn.ts'
import { refuseStale } from './refuseStale.ts'
import { addSignature } from './signatures.ts'

/** What an act writes into the history, and what of the ticket's own row it changes. */
interface Act {
  event: string
  detail?: Record<string, unknown>
  change?: Partial<TicketRow>
}

/**
 * Something said or done about an open ticket that leaves its status as it is.
 * @throws CodedError NOT_FOUND, TICKET_ENDED
 */
async function actOn(
  needs: Workshop,
  id: string,
  actor: Actor,
  act: (trx: Trx, ticket: TicketRow, now: Millis) => Promise<Act>,
): Promise<void> {
  const now = needs.clock.now()
  await needs.database.write(async trx => {
    const ticket = await lockVisible(trx, id, actor)
    refuseEnded(ticket)
    const { event, detail, change } = await act(trx, ticket, now)
    await changeTicket(trx, needs, ticket, { at: now, by: actor.username, event, ...(detail && { detail }) }, change)
  })
}

/** Somebody asks where it stands (催单); counted. */
export const urgeTicket = (needs: Workshop, id: string, urge: Urge, actor: Actor): Promise<void> =>
  actOn(needs, id, actor, async (_trx, ticket) => {
    const urges = ticket.urges + 1
    return { event: 'urged', detail: { ...urge, urges }, change: { urges } }
  })

/** The reporter is told that it takes longer (F6). */
export const tellDelay = (needs: Workshop, id: string, notice: DelayNotice, actor: Actor): Promise<void> =>
  actOn(needs, id, actor, async (_trx, _ticket, now) => {
    const told: Delay = { ...notice, toldAt: now }
    return { event: 'delayTold', detail: { ...notice }, change: { delay: JSON.stringify(told) } }
  })

/** What nobody has repaired yet, nobody can accept. @throws CodedError ILLEGAL_MOVE */
function refuseEarlyAcceptance({ status }: TicketRow, { purpose }: NewSignature): void {
  if (purpose === 'acceptance' && !THOUGHT_DONE.includes(status))
    throw new CodedError('ILLEGAL_MOVE', { noun: 'acceptance', from: status })
}

/** Takes a signature down, such as the owner's consent to a plan. @throws CodedError STALE_VERSION, SIGNATURE_INVALID, ILLEGAL_MOVE */
export async function signTicket(
  needs: Workshop,
  id: string,
  { version, ...given }: NewSignature,
  actor: Actor,
): Promise<void> {
  const input = await redrawn(given)
  await actOn(needs, id, actor, async (trx, ticket, now) => {
    await refuseStale(trx, ticket, version)
    refuseEarlyAcceptance(ticket, input)
    const number = await addSignature(trx, id, input, { at: now, by: actor.username })
    const { image, ...signer } = input
    return { event: 'signed', detail: { ...signer, number, drawn: image !== undefined } }
  })
}

/** The desk grants what a technician asked for: clocks stand still from now on. @throws CodedError STALE_VERSION, CANNOT_PAUSE, MOVE_NEEDS */
export const grantPause = (
  needs: Workshop,
  id: string,
  { version, ...request }: PauseGrant,
  actor: Actor,
): Promise<void> =>
  actOn(needs, id, actor, async (trx, ticket, now) => {
    await refuseStale(trx, ticket, version)
    const reason = pauseReason(needs, ticket, ticket.status, request)
    await breachDue(trx, ticket, now)
    await escalateDue(trx, ticket, now)
    const paused = await pauseClocks(trx, ticket, reason, { ...request, by: actor.username, at: now })
    if (paused === 0) throw new CodedError('CANNOT_PAUSE', { reason: request.reason, running: [] })
    return { event: 'pauseGranted', detail: { ...request } }
  })
