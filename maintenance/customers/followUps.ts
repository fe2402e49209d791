import { CodedError } from '#domain/errors.ts'
import type { FollowUp, FollowUpList, NewCallAttempt } from '#domain/followUps.ts'
import type { Page, PageQuery } from '#domain/page.ts'
import type { Actor } from '#domain/people.ts'
import type { CallKind } from '#domain/ticketClocks.ts'
import { breachDue, stopClocks } from '../clocks/clocks.ts'
import { escalateDue } from '../clocks/escalations.ts'
import type { Workshop } from '../needs.ts'
import { changeTicket } from '../tickets/changeTicket.ts'
import { lockVisible, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { makeMove } from '../tickets/makeMove.ts'
import { rowFor } from '../tickets/moves.ts'
import { addAttempt, triedEnough } from './callAttempts.ts'
import { listCalls, readCall } from './callList.ts'

export interface FollowUps {
  /** What is owed the soonest first; what is done the latest first. */
  list(query: PageQuery & { site?: string; due?: FollowUpList }, actor: Actor): Promise<Page<FollowUp>>
  get(ticket: string, kind: CallKind, actor: Actor): Promise<FollowUp | undefined>
  /**
   * A call was tried. Who was reached ends it, and so does `end` once enough were tried; a return visit that ends moves
   * its ticket on.
   * @throws CodedError NOT_FOUND, CALL_ENDED, ILLEGAL_MOVE before the repair is accepted, MOVE_NEEDS for more tries
   */
  attempt(ticket: string, kind: CallKind, attempt: NewCallAttempt, actor: Actor): Promise<FollowUp>
}

interface Call {
  kind: CallKind
  attempt: NewCallAttempt
  actor: Actor
}

/** @throws CodedError NOT_FOUND, CALL_ENDED */
async function refuseEnded(trx: Trx, ticket: string, kind: CallKind): Promise<void> {
  const clock = await trx
    .selectFrom('ticket_clock')
    .select('stopped_at')
    .where('ticket', '=', ticket)
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (!clock) throw new CodedError('NOT_FOUND', { ticket, kind })
  if (clock.stopped_at !== null) throw new CodedError('CALL_ENDED', { ticket, kind })
}

/** A line in the history of a call that leaves the ticket where it is. */
async function note(trx: Trx, needs: Workshop, ticket: TicketRow, { kind, attempt, actor }: Call): Promise<void> {
  const at = needs.clock.now()
  const { end: _, ...said } = attempt
  await addAttempt(trx, ticket.id, kind, { at, by: actor.username, ...said })
  const detail = { call: kind, ...said }
  await changeTicket(trx, needs, ticket, { at, by: actor.username, event: 'called', detail })
}

async function endCallBack(trx: Trx, needs: Workshop, ticket: TicketRow, call: Call): Promise<void> {
  const { attempt, actor } = call
  if (attempt.result === 'notReached' && !(await triedEnough(trx, needs, ticket, 'callBack')))
    throw new CodedError('MOVE_NEEDS', { missing: ['tries'] })
  const at = needs.clock.now()
  await breachDue(trx, ticket, at)
  await escalateDue(trx, ticket, at)
  await stopClocks(trx, ticket.id, ['callBack'], { at, by: actor.username, why: attempt.result })
  await note(trx, needs, ticket, call)
}

async function endReturnVisit(trx: Trx, needs: Workshop, ticket: TicketRow, { attempt, actor }: Call): Promise<void> {
  const { end: _, ...followUp } = attempt
  const row = rowFor(ticket, 'followedUp', actor)
  if (attempt.result === 'notReached' && !(await triedEnough(trx, needs, ticket, 'followUp')))
    throw new CodedError('MOVE_NEEDS', { to: 'followedUp', missing: ['tries'] })
  await makeMove(trx, needs, ticket, { row, move: { to: 'followedUp', followUp }, actor })
}

async function recordAttempt(needs: Workshop, id: string, call: Call): Promise<void> {
  const { kind, attempt, actor } = call
  await needs.database.write(async trx => {
    const ticket = await lockVisible(trx, id, actor)
    await refuseEnded(trx, id, kind)
    if (attempt.result === 'notReached' && attempt.end !== true) await note(trx, needs, ticket, call)
    else await (kind === 'callBack' ? endCallBack : endReturnVisit)(trx, needs, ticket, call)
  })
}

export function createFollowUps(needs: Workshop): FollowUps {
  return {
    list: (query, actor) => listCalls(needs, query, actor),
    get: (ticket, kind, actor) => readCall(needs, ticket, kind, actor),
    attempt: async (ticket, kind, attempt, actor) => {
      await recordAttempt(needs, ticket, { kind, attempt, actor })
      return (await readCall(needs, ticket, kind, actor)) as FollowUp
    },
  }
}
