import { logChanges } from '#database/changeLog.ts'
import { CodedError } from '#domain/errors.ts'
import { CALL_KINDS, RESPONSE_KINDS } from '#domain/ticketClocks.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { lockTicket, type TicketRow, type Trx } from '../tickets/lockTicket.ts'
import { basisOf, type ClockRow, calendarOf } from './clockBasis.ts'
import { addClockLines } from './clockLines.ts'
import { startClocks } from './clocks.ts'
import { dueAt, type Promised } from './dueTime.ts'
import { planEscalation, withdrawEscalation } from './escalations.ts'
import { promisedOf } from './pauses.ts'
import { removeClock } from './removeClock.ts'
import { promisesOf } from './serviceLevels.ts'

interface Cause {
  at: Millis
  by: string
  why: string
}

async function runningClocks(trx: Trx, ticket: string) {
  return await trx
    .selectFrom('ticket_clock')
    .selectAll()
    .where('ticket', '=', ticket)
    .where('stopped_at', 'is', null)
    .where('breached_at', 'is', null)
    .execute()
}

/** Gives one running clock the due time of another promise; its start and its pauses stay. */
async function redue(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  clock: ClockRow,
  promised: Promised,
  { at, by, why }: Cause,
): Promise<boolean> {
  const due = dueAt(promised, calendarOf(needs, ticket))
  if (due === clock.due_at && JSON.stringify(promised.span) === clock.span) return false
  await trx
    .updateTable('ticket_clock')
    .set({ due_at: due, span: JSON.stringify(promised.span) })
    .where('ticket', '=', ticket.id)
    .where('kind', '=', clock.kind)
    .execute()
  const detail = { why, dueBefore: clock.due_at, ...basisOf(needs, ticket, promised, due) }
  await addClockLines(trx, ticket.id, [{ kind: clock.kind, at, event: 'recalculated', by, detail }])
  await planEscalation(trx, needs, ticket, [{ kind: clock.kind, promised }])
  return true
}

/**
 * Another priority, from the time of the first report on (catalogue §5.5), or from when it was reopened, for a response that was
 * promised anew then. What is no longer promised is withdrawn.
 */
export async function repromise(trx: Trx, needs: Workshop, ticket: TicketRow, cause: Cause): Promise<void> {
  const equipment = needs.equipment(ticket.equipment)
  if (!equipment) throw new CodedError('NOT_FOUND', { equipment: ticket.equipment })
  const { policy } = needs.policies.get(ticket.policy)
  const basis = { kind: ticket.kind, priority: ticket.priority, minor: ticket.minor === 1, equipment }
  const promises = promisesOf(needs.catalogue, policy, basis)
  const known = await trx
    .selectFrom('ticket_clock')
    .select(['kind', 'started_at'])
    .where('ticket', '=', ticket.id)
    .execute()
  const running = await runningClocks(trx, ticket.id)
  await withdrawEscalation(
    trx,
    ticket.id,
    running.map(({ kind }) => kind),
  )
  for (const clock of running) {
    const promise = promises.find(p => p.kind === clock.kind)
    if (promise) {
      const promised = { ...(await promisedOf(trx, clock)), span: promise.span }
      const moved = await redue(trx, needs, ticket, clock, promised, cause)
      if (!moved) await planEscalation(trx, needs, ticket, [{ kind: clock.kind, promised }])
    } else if (!standsApart(clock.kind)) await withdrawClock(trx, ticket.id, clock.kind, cause)
  }
  const added = promises.filter(p => !known.some(({ kind }) => kind === p.kind))
  const response = known.filter(({ kind }) => RESPONSE_KINDS.includes(kind)).map(clock => clock.started_at)
  await startClocks(trx, needs, ticket, added, Math.max(ticket.opened_at, ...response))
}

/** Calls are promised by what happened and due windows by a plan, not by the priority alone. */
const standsApart = (kind: ClockRow['kind']): boolean =>
  kind === 'dueWindow' || (CALL_KINDS as readonly string[]).includes(kind)

async function withdrawClock(trx: Trx, ticket: string, kind: ClockRow['kind'], { at, by, why }: Cause): Promise<void> {
  await removeClock(trx, ticket, kind)
  await addClockLines(trx, ticket, [{ kind, at, event: 'withdrawn', by, detail: { why } }])
}

/** A table of working days arrived: the promises in working days that still run are counted again. @returns how many changed */
export async function recountWorkingDays(needs: Workshop, cause: Cause): Promise<number> {
  const { database } = needs
  const tickets = await database.db
    .selectFrom('ticket_clock')
    .select('ticket')
    .distinct()
    .where('stopped_at', 'is', null)
    .where('breached_at', 'is', null)
    .where('span', 'like', '%workingDays%')
    .orderBy('ticket')
    .execute()
  let changed = 0
  for (const { ticket: id } of tickets)
    await database.write(async trx => {
      const ticket = await lockTicket(trx, id)
      if (!ticket) return
      let moved = 0
      for (const clock of await runningClocks(trx, id))
        if (await redue(trx, needs, ticket, clock, await promisedOf(trx, clock), cause)) moved++
      if (moved > 0) await logChanges(trx, 'tickets', [id], cause.at)
      changed += moved
    })
  return changed
}
