import type { ClockKind } from '#domain/ticketClocks.ts'
import type { Ticket, TicketStatus } from '#domain/tickets.ts'
import { ENDED } from '#domain/tickets.ts'
import type { Wire } from '#domain/wire.ts'
import type { TicketItem } from '../../api/items.ts'

export type ClockItem = Wire<Ticket>['clocks'][number]

/** A promise as it stands: how much of its time is left (negative: over), and how much there was. */
export interface ClockFace {
  kind: ClockKind
  dueAt: number
  leftMs: number
  totalMs: number
  running: boolean
  /** It stands still, and its figure with it. */
  paused: boolean
  /** Ended, in time or late, or still running. */
  outcome: 'running' | 'kept' | 'late'
}

/** A clock that has stopped keeps the figure it stopped at. */
export function clockFace(clock: ClockItem, now: number): ClockFace {
  const dueAt = Date.parse(clock.dueAt)
  const stood = clock.stoppedAt ?? clock.pausedAt
  const end = stood === undefined ? now : Date.parse(stood)
  const leftMs = dueAt - end
  const running = clock.stoppedAt === undefined
  return {
    kind: clock.kind,
    dueAt,
    leftMs,
    totalMs: dueAt - Date.parse(clock.startedAt),
    running,
    paused: running && clock.pausedAt !== undefined,
    outcome: leftMs < 0 ? 'late' : running ? 'running' : 'kept',
  }
}

/** The running promise that ends first; undefined when none runs. */
export function nextClock(ticket: Pick<TicketItem, 'clocks'>, now: number): ClockFace | undefined {
  return ticket.clocks
    .map(clock => clockFace(clock, now))
    .filter(face => face.running)
    .sort((a, b) => a.dueAt - b.dueAt)[0]
}

export const isOpen = (ticket: { status: TicketStatus }): boolean => !ENDED.includes(ticket.status)

export const isOverdue = (ticket: TicketItem, now: number): boolean =>
  isOpen(ticket) && (nextClock(ticket, now)?.leftMs ?? 1) < 0
