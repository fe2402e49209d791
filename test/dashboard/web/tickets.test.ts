import { expect, test } from 'vitest'
import { TICKET_MOVES, TICKET_STATUSES } from '#domain/tickets.ts'
import { clockFace, isOverdue, nextClock } from '../../../dashboard/web/src/pages/tickets/clocks.ts'
import { columnOf } from '../../../dashboard/web/src/pages/tickets/columns.ts'
import { nextMoves } from '../../../dashboard/web/src/pages/tickets/nextMoves.ts'

const at = (minute: number): string => new Date(minute * 60_000).toISOString()
const NOW = 100 * 60_000

test('every status but the cancelled has its column', () => {
  expect(TICKET_STATUSES.filter(status => columnOf(status) === undefined)).toEqual(['cancelled'])
})

test('the buttons are exactly the moves that the table allows', () => {
  for (const status of TICKET_STATUSES) {
    const { usual, others } = nextMoves(status)
    expect([...(usual ? [usual] : []), ...others].sort()).toEqual([...TICKET_MOVES[status]].sort())
  }
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
