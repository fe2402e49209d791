import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHANNELS, type ChangeRow, type Channel } from '#domain/changes.ts'
import { gather, type Positions } from '../../../dashboard/server/live/gather.ts'

const START: Positions = {
  faults: 0,
  tickets: 0,
  equipment: 0,
  parts: 0,
  system: 0,
  incidents: 0,
  windows: 0,
  complaints: 0,
}

/** A change log, and where it is cut into flushes. */
const logs = fc
  .array(
    fc.record({
      channel: fc.constantFrom(...CHANNELS),
      item: fc.constantFrom('a', 'b', 'c'),
      op: fc.constantFrom('upsert' as const, 'remove' as const),
      last: fc.boolean(),
    }),
    { maxLength: 60 },
  )
  .map(rows => rows.map((row, index) => ({ ...row, seq: index + 1 })))

/** Tells the log in flushes, and what a client of each channel then holds: item → the number of the change it stands at. */
function follow(rows: readonly (ChangeRow & { last: boolean })[]) {
  const positions: Record<Channel, number> = { ...START }
  const held = Object.fromEntries(CHANNELS.map(c => [c, new Map<string, number>()])) as Record<
    Channel,
    Map<string, number>
  >
  const ranges: { channel: Channel; from: number; seq: number }[] = []
  let waiting: ChangeRow[] = []
  const flush = () => {
    for (const { channel, from, seq, items } of gather(waiting, positions)) {
      ranges.push({ channel, from, seq })
      for (const [item, op] of items) op === 'remove' ? held[channel].delete(item) : held[channel].set(item, seq)
      positions[channel] = seq
    }
    waiting = []
  }
  for (const row of rows) {
    waiting.push(row)
    if (row.last) flush()
  }
  flush()
  return { held, ranges }
}

test('however the log is cut, the ranges of a channel join on and end at its last change', () => {
  fc.assert(
    fc.property(logs, rows => {
      const { ranges } = follow(rows)
      for (const channel of CHANNELS) {
        const own = ranges.filter(r => r.channel === channel)
        expect(own.map(r => r.from)).toEqual([0, ...own.map(r => r.seq)].slice(0, -1).map(seq => seq + 1))
        for (const { from, seq } of own) expect(from).toBeLessThanOrEqual(seq)
        expect(own.at(-1)?.seq).toBe(rows.findLast(r => r.channel === channel)?.seq)
      }
    }),
  )
})

test('however the log is cut, a client holds the same items in the end', () => {
  fc.assert(
    fc.property(logs, rows => {
      const names = (held: ReturnType<typeof follow>['held']) => CHANNELS.map(c => [...held[c].keys()].sort())
      const oneByOne = follow(rows.map(row => ({ ...row, last: true })))
      expect(names(follow(rows).held)).toEqual(names(oneByOne.held))
    }),
  )
})
