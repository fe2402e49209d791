import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Change, Delta } from '#domain/changes.ts'
import { applyDelta, applySnapshot, applySync, emptyChannel } from '../../../dashboard/web/src/live/channelState.ts'

interface Item {
  id: string
  value: number
}

const upsert = (id: string, value: number): Change<Item> => ({ op: 'upsert', item: { id, value } })
const remove = (id: string): Change<Item> => ({ op: 'remove', item: { id } as Item })
const delta = (from: number, seq: number, changes: Change<Item>[], epoch = 'e'): Delta<Item> => ({
  epoch,
  from,
  seq,
  changes,
})

function channelAt(seq: number, items: Item[] = []) {
  const state = emptyChannel<Item>()
  applySnapshot(state, { epoch: 'e', seq, items })
  return state
}

test('a delta that joins on is applied and moves the cursor to its end', () => {
  const state = channelAt(7, [
    { id: 'a', value: 1 },
    { id: 'b', value: 1 },
  ])
  expect(applyDelta(state, delta(8, 10, [upsert('a', 2), remove('b')]))).toBe('applied')
  expect([...state.items.values()]).toEqual([{ id: 'a', value: 2 }])
  expect(state.seq).toBe(10)
})

test('a gap changes nothing and leaves the cursor where it was', () => {
  const state = channelAt(7, [{ id: 'a', value: 1 }])
  expect(applyDelta(state, delta(9, 9, [upsert('a', 2)]))).toBe('gap')
  expect(state.items.get('a')).toEqual({ id: 'a', value: 1 })
  expect(state.seq).toBe(7)
})

test('what is known already is not applied again', () => {
  const state = channelAt(7, [{ id: 'a', value: 5 }])
  expect(applyDelta(state, delta(6, 7, [upsert('a', 1)]))).toBe('old')
  expect(state.items.get('a')).toEqual({ id: 'a', value: 5 })
})

test('a delta that overlaps is applied: its items are the newer ones', () => {
  const state = channelAt(7, [{ id: 'a', value: 5 }])
  expect(applyDelta(state, delta(6, 8, [upsert('a', 6)]))).toBe('applied')
  expect(state.items.get('a')).toEqual({ id: 'a', value: 6 })
})

test('a delta of another epoch, or before the first snapshot, is not applied', () => {
  const state = channelAt(7)
  expect(applyDelta(state, delta(8, 8, [upsert('a', 1)], 'other'))).toBe('otherEpoch')
  expect(applyDelta(emptyChannel<Item>(), delta(1, 1, [upsert('a', 1)]))).toBe('notReady')
  expect(state.items.size).toBe(0)
})

test('a snapshot forgets what was there and takes over its epoch', () => {
  const state = channelAt(7, [{ id: 'gone', value: 1 }])
  applySnapshot(state, { epoch: 'f', seq: 2, items: [{ id: 'new', value: 1 }] })
  expect([...state.items.keys()]).toEqual(['new'])
  expect(state).toMatchObject({ epoch: 'f', seq: 2 })
})

test('sync takes a delta that joins on or a snapshot, and says when it has neither', () => {
  const state = channelAt(7)
  expect(applySync(state, { mode: 'delta', ...delta(8, 9, [upsert('a', 1)]) })).toBe(true)
  expect(applySync(state, { mode: 'delta', ...delta(10, 9, []) })).toBe(true)
  expect(applySync(state, { mode: 'delta', ...delta(20, 21, [upsert('b', 1)]) })).toBe(false)
  expect(applySync(state, { mode: 'snapshot', epoch: 'g', seq: 1, items: [] })).toBe(true)
  expect(state).toMatchObject({ epoch: 'g', seq: 1 })
})

test('parts are known by their number', () => {
  const state = emptyChannel<{ partNo: string }>()
  applySnapshot(state, { epoch: 'e', seq: 1, items: [{ partNo: 'P-1' }] })
  applyDelta(state, { epoch: 'e', from: 2, seq: 2, changes: [{ op: 'remove', item: { id: 'P-1' } as never }] })
  expect(state.items.size).toBe(0)
})

test('whatever is lost, doubled or late on the way: with sync at each gap the client ends as the server', () => {
  const change = fc.record({ id: fc.constantFrom('a', 'b', 'c'), remove: fc.boolean() })
  const fate = fc.constantFrom('arrives', 'lost', 'twice')
  fc.assert(
    fc.property(fc.array(fc.tuple(change, fate), { maxLength: 60 }), history => {
      const log = history.map(([{ id, remove: gone }], index) => (gone ? remove(id) : upsert(id, index)))
      const server = new Map<string, Item>()
      const client = channelAt(0)
      log.forEach((entry, index) => {
        if (entry.op === 'remove') server.delete(entry.item.id)
        else server.set(entry.item.id, entry.item)
        const seq = index + 1
        const times = { arrives: 1, lost: 0, twice: 2 }[history[index]?.[1] ?? 'arrives']
        for (let n = 0; n < times; n += 1)
          if (applyDelta(client, delta(seq, seq, [entry])) === 'gap')
            applySync(client, { mode: 'delta', ...delta(client.seq + 1, seq, log.slice(client.seq, seq)) })
      })
      applySync(client, { mode: 'delta', ...delta(client.seq + 1, log.length, log.slice(client.seq)) })
      expect([...client.items].sort()).toEqual([...server].sort())
      expect(client.seq).toBe(log.length)
    }),
  )
})
