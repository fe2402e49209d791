import { expect, test, vi } from 'vitest'
import type { Delta, Snapshot } from '#domain/changes.ts'
import { type ChannelNeeds, createLiveChannel } from '../../../dashboard/web/src/live/liveChannel.ts'

interface Item {
  id: string
  n: number
}

const snapshot = (seq: number, items: Item[] = []): Snapshot<Item> => ({ epoch: 'e', seq, items })
const delta = (from: number, seq: number, id: string): Delta<Item> => ({
  epoch: 'e',
  from,
  seq,
  changes: [{ op: 'upsert', item: { id, n: seq } }],
})

function open(needs: Partial<ChannelNeeds<Item>> = {}) {
  const watch = vi.fn(async () => snapshot(5))
  const sync = vi.fn(async ({ since }: { since: number }) => ({
    mode: 'delta' as const,
    epoch: 'e',
    from: since + 1,
    seq: 9,
    changes: [{ op: 'upsert' as const, item: { id: 'missed', n: 9 } }],
  }))
  const channel = createLiveChannel<Item>({ name: 'faults', watch, sync, onFrame: work => work(), ...needs })
  return { channel, watch, sync, ids: () => [...channel.items.value.keys()] }
}

test('deltas that arrive while the snapshot is on its way are applied behind it', async () => {
  const answer = Promise.withResolvers<Snapshot<Item>>()
  const { channel, ids } = open({ watch: () => answer.promise })
  const joined = channel.join()
  channel.receive(delta(5, 5, 'inside'))
  channel.receive(delta(6, 6, 'behind'))
  expect(channel.ready.value).toBe(false)
  answer.resolve(snapshot(5, [{ id: 'first', n: 1 }]))
  await joined
  expect(channel.ready.value).toBe(true)
  expect(ids()).toEqual(['first', 'behind'])
})

test('a gap asks for what was missed since the last applied change', async () => {
  const { channel, sync, ids } = open()
  await channel.join()
  channel.receive(delta(6, 6, 'six'))
  channel.receive(delta(9, 9, 'nine'))
  await vi.waitFor(() => expect(ids()).toContain('missed'))
  expect(sync).toHaveBeenCalledExactlyOnceWith({ channel: 'faults', epoch: 'e', since: 6 })
})

test('another epoch brings a snapshot', async () => {
  const { channel, ids } = open({
    sync: async () => ({ mode: 'snapshot', epoch: 'f', seq: 1, items: [{ id: 'anew', n: 1 }] }),
  })
  await channel.join()
  channel.receive({ ...delta(1, 1, 'x'), epoch: 'f' })
  await vi.waitFor(() => expect(ids()).toEqual(['anew']))
})

test('when sync is refused or does not answer, nothing is invented and the next question works', async () => {
  let fails = true
  const watch = vi.fn(async () => {
    if (fails) throw new Error('operation has timed out')
    return snapshot(5, [{ id: 'here', n: 1 }])
  })
  const { channel, ids } = open({ watch })
  await channel.join()
  expect(channel.ready.value).toBe(false)
  fails = false
  await channel.join()
  expect(ids()).toEqual(['here'])
})

test('logging out forgets', async () => {
  const { channel, ids } = open({ watch: async () => snapshot(5, [{ id: 'secret', n: 1 }]) })
  await channel.join()
  channel.forget()
  expect(ids()).toEqual([])
  expect(channel.ready.value).toBe(false)
})
