import { expect, test } from 'vitest'
import type { Role } from '#domain/people.ts'
import { type Movable, movesOf } from '#domain/ticketMoves.ts'
import { TICKET_KINDS, TICKET_STATUSES } from '#domain/tickets.ts'
import { clockFace, isOverdue, nextClock } from '../../../dashboard/web/src/pages/tickets/clocks.ts'
import { columnOf } from '../../../dashboard/web/src/pages/tickets/columns.ts'
import { nextMoves } from '../../../dashboard/web/src/pages/tickets/moves/nextMoves.ts'

const at = (minute: number): string => new Date(minute * 60_000).toISOString()
const NOW = 100 * 60_000

test('every status but the cancelled has its column', () => {
  expect(TICKET_STATUSES.filter(status => columnOf(status) === undefined)).toEqual(['cancelled'])
})

test('the buttons are exactly the moves that the table allows this person', () => {
  const buttons = (ticket: Movable & { technician?: string }, user: { role: Role; username: string }) => {
    const { usual, others } = nextMoves(ticket, user)
    return [...(usual ? [usual] : []), ...others]
  }
  for (const kind of TICKET_KINDS)
    for (const status of TICKET_STATUSES) {
      const ticket = { kind, status, technician: 'zhang' }
      const all = movesOf(ticket)
      expect(new Set(buttons(ticket, { role: 'dispatcher', username: 'wang' }))).toEqual(new Set(all))
      const own = all.filter(row => row.by.includes('assigned') || row.by.includes('lead'))
      expect(new Set(buttons(ticket, { role: 'technician', username: 'zhang' }))).toEqual(new Set(own))
      expect(buttons(ticket, { role: 'technician', username: 'li' })).toEqual([])
    }
})

test('who has accepted is offered to set off first, and may still say at once that they are there', () => {
  const ticket = { kind: 'repair', status: 'accepted', technician: 'zhang' } as const
  const { usual, others } = nextMoves(ticket, { role: 'technician', username: 'zhang' })
  expect(usual?.to).toBe('enRoute')
  expect(others.map(row => row.to)).toContain('onSite')
})

test('a standing clock keeps its figure until it runs on', () => {
  const clock = { kind: 'resolve' as const, startedAt: at(0), dueAt: at(120), pausedAt: at(70) }
  expect(clockFace(clock, NOW)).toMatchObject({ leftMs: 50 * 60_000, running: true, paused: true, outcome: 'running' })
})

test('a running clock counts on, a stopped one keeps its figure', () => {
  const clock = { kind: 'arrive' as const, startedAt: at(0), dueAt: at(90) }
  expect(clockFace(clock, NOW)).toMatchObject({ leftMs: -10 * 60_000, running: true, outcome: 'late' })
  expect(clockFace({ ...clock, stoppedAt: at(60) }, NOW)).toMatchObject({ leftMs: 30 * 60_000, outcome: 'kept' })
  expect(clockFace({ ...clock, stoppedAt: at(95) }, NOW + 1e9)).toMatchObject({ leftMs: -5 * 60_000, outcome: 'late' })
})

test('the next clock is the running one that ends first', () => {
  const clocks = [
    { kind: 'acknowledge' as const, startedAt: at(0), dueAt: at(10), stoppedAt: at(5) },
    { kind: 'resolve' as const, startedAt: at(0), dueAt: at(500) },
    { kind: 'arrive' as const, startedAt: at(0), dueAt: at(120) },
  ]
  expect(nextClock({ clocks }, NOW)?.kind).toBe('arrive')
  expect(nextClock({ clocks: [] }, NOW)).toBeUndefined()
})

test('a ticket that has ended is never overdue', () => {
  const clocks = [{ kind: 'arrive' as const, startedAt: at(0), dueAt: at(10) }]
  expect(isOverdue({ status: 'new', clocks } as never, NOW)).toBe(true)
  expect(isOverdue({ status: 'closed', clocks } as never, NOW)).toBe(false)
})
