import type { Insertable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { PriorityLevel } from '#domain/servicePolicy.ts'
import type { ClockKind } from '#domain/ticketClocks.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { PastRepair } from './pastRepairs.ts'

const MINUTE = 60_000

/** What ends each promise. */
const ENDS: Readonly<Partial<Record<ClockKind, TicketStatus>>> = {
  acknowledge: 'acknowledged',
  dispatch: 'dispatched',
  arrive: 'onSite',
  makeSafe: 'repaired',
  respond: 'acknowledged',
  resolve: 'repaired',
  followUp: 'followedUp',
}

const minutesOf = (level: PriorityLevel): Partial<Record<ClockKind, number | null>> => ({
  acknowledge: level.ackMin,
  dispatch: level.dispatchMin,
  arrive: level.arriveMin,
  makeSafe: level.makeSafeMin,
  respond: level.respondMin,
  // Promises in working days need the calendar of the ticket's own year, which the catalogue has only for the present one.
  ...('elapsedMin' in level.resolve && { resolve: level.resolve.elapsedMin }),
})

/** The promises in elapsed time that a past ticket was measured by, kept or broken. */
export function pastClocks(
  { failedAt, moves }: PastRepair,
  ticket: string,
  level: PriorityLevel | undefined,
): Insertable<Tables['ticket_clock']>[] {
  const promised = Object.entries(level ? minutesOf(level) : {}) as [ClockKind, number | null][]
  return promised.flatMap(([kind, minutes]) => {
    const stopped = moves.find(m => m.to === ENDS[kind])?.at
    if (minutes === null || stopped === undefined) return []
    const due = failedAt + minutes * MINUTE
    const breached_at = stopped > due ? due : null
    return [{ ticket, kind, started_at: failedAt, due_at: due, stopped_at: stopped, breached_at }]
  })
}
