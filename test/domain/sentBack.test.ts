import { expect, test } from 'vitest'
import { sentBack } from '#domain/sentBack.ts'
import type { TicketStatus } from '#domain/tickets.ts'

const line = (at: number, to: TicketStatus | undefined, detail?: Record<string, unknown>) => ({
  at,
  by: to === 'reopened' ? 'system' : 'li',
  event: 'moved',
  ...(to && { to }),
  ...(detail && { detail }),
})
const REPAIR = { cause: 'wear-out', action: 'replace' }
const BACK = [
  line(1, 'new'),
  line(2, 'repaired', { repair: REPAIR }),
  line(3, 'reopened', { heldMs: 60_000, why: 'notHeld' }),
]

test('work that was thought done is sent back with how long it held and what was done, until it is thought done anew', () => {
  const back = { at: 3, by: 'system', heldMs: 60_000, repair: REPAIR }
  expect(sentBack(BACK.slice(0, 2))).toBeUndefined()
  expect(sentBack(BACK)).toEqual(back)
  expect(sentBack([...BACK, line(4, 'onSite'), line(5, undefined)])).toEqual(back)
  expect(sentBack([...BACK, line(4, 'repaired', { repair: REPAIR })])).toBeUndefined()
  expect(sentBack([...BACK, line(4, 'cancelled')])).toBeUndefined()
})

test('a person gives a reason; what counts is the last time', () => {
  const lines = [
    ...BACK,
    line(4, 'repaired', { repair: { ...REPAIR, note: 'b' } }),
    line(5, 'reopened', { reason: 'x' }),
  ]
  expect(sentBack(lines)).toEqual({ at: 5, by: 'system', reason: 'x', repair: { ...REPAIR, note: 'b' } })
})
