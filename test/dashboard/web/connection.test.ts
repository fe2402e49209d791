import { expect, test } from 'vitest'
import { type ConnectionFacts, connectionAt } from '../../../dashboard/web/src/live/connection.ts'

const NOW = 1_000_000
const facts = (change: Partial<ConnectionFacts>): ConnectionFacts => ({
  connected: true,
  online: true,
  lostAt: 0,
  heardAt: NOW,
  ingestLagMs: 0,
  ...change,
})

test.each([
  ['a tick was just heard', {}, 'live'],
  ['the last tick is 30 s old', { heardAt: NOW - 30_000 }, 'live'],
  ['two ticks are missing', { heardAt: NOW - 31_000 }, 'delayed'],
  ['the service itself is a minute behind', { ingestLagMs: 61_000 }, 'delayed'],
  ['the connection was lost a moment ago', { connected: false, lostAt: NOW - 2000 }, 'reconnecting'],
  ['the connection does not come back', { connected: false, lostAt: NOW - 21_000 }, 'offline'],
  ['the browser has no network', { connected: false, online: false, lostAt: NOW }, 'offline'],
])('%s: %o', (_, change, kind) => {
  expect(connectionAt(facts(change), NOW).kind).toBe(kind)
})

test('offline says since when', () => {
  expect(connectionAt(facts({ connected: false, lostAt: NOW - 60_000 }), NOW)).toEqual({
    kind: 'offline',
    since: NOW - 60_000,
  })
})
