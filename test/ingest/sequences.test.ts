import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSequences } from '../../ingest/sequences.ts'

const LATER = 60_000

function counted(numbers: readonly (readonly [session: string, seq: number])[], sequences = createSequences()) {
  for (const [session, seq] of numbers) sequences.take('gw1', session, seq, 0)
  return { sequences, gaps: () => sequences.of('gw1', LATER) }
}
const a = (...numbers: number[]) => numbers.map(seq => ['a', seq] as const)

describe('the counting of a gateway', () => {
  test('without holes nothing is missing; the first session may be joined in the middle', () => {
    expect(counted(a(7, 8, 9)).gaps()).toEqual({ session: 'a', gaps: 0, missing: 0 })
    expect(createSequences().of('gw1', 0)).toBeUndefined()
  })

  test('a hole counts after ten seconds, with every message of it', () => {
    const { sequences } = counted(a(0, 1, 5, 6))
    expect(sequences.of('gw1', 9_999)).toMatchObject({ gaps: 0, missing: 0 })
    expect(sequences.of('gw1', 10_000)).toMatchObject({ gaps: 1, missing: 3 })
    expect(sequences.totals()).toEqual({ gaps: 1, missing: 3 })
  })

  test('what comes late fills the hole, in time or afterwards', () => {
    expect(counted(a(0, 3, 2, 1)).gaps()).toMatchObject({ gaps: 0, missing: 0 })
    const { sequences, gaps } = counted(a(0, 3))
    expect(gaps()).toMatchObject({ gaps: 1, missing: 2 })
    sequences.take('gw1', 'a', 2, LATER)
    expect(gaps()).toMatchObject({ gaps: 1, missing: 1 })
  })

  test('a new session begins at 0; what comes late of the old one says nothing about it', () => {
    expect(
      counted([
        ['a', 4],
        ['b', 0],
        ['a', 5],
        ['b', 1],
      ]).gaps(),
    ).toMatchObject({ session: 'b', missing: 0 })
    expect(
      counted([
        ['a', 4],
        ['b', 2],
      ]).gaps(),
    ).toMatchObject({ session: 'b', gaps: 1, missing: 2 })
  })

  test('goes round at 2^32', () => {
    expect(counted(a(4_294_967_294, 4_294_967_295, 0, 1)).gaps()).toMatchObject({ gaps: 0, missing: 0 })
  })

  test('goes on from its saved state, and from what came after it', () => {
    const first = counted(a(0, 1, 2, 6)).sequences
    const saved = first.changes()
    expect(first.changes()).toEqual([])
    const again = createSequences(saved)
    for (const seq of [1, 2, 6, 7, 4]) again.replay('gw1', 'a', seq, 0)
    again.take('gw1', 'a', 8, 0)
    expect(again.of('gw1', LATER)).toEqual({ session: 'a', gaps: 2, missing: 2 })
  })

  test('whatever the order, as many are missing as were left out', () => {
    const order = fc.shuffledSubarray(Array.from({ length: 60 }, (_, i) => i + 1))
    fc.assert(
      fc.property(order, numbers => {
        const { gaps } = counted(a(0, ...numbers, 61))
        expect(gaps()?.missing).toBe(60 - numbers.length)
      }),
    )
  })
})
