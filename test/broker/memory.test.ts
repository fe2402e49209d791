import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHooks } from '../../broker/hooks.ts'
import { createOfflineQueues } from '../../broker/offlineQueues.ts'
import { createRetained, matches } from '../../broker/retained.ts'
import { createSubscriptionLimit } from '../../broker/subscriptionLimit.ts'
import { silentLog } from '../../domain/log.ts'
import { openTestDoor } from '../helpers/door.ts'

const fault = 'facility/v1/s1/fault/lift-1/LIF-X'
const stateOf = (gateway: string) => `facility/v1/s1/${gateway}/state`
const q1 = { qos: 1 } as const
const MIB = 1_048_576

let counter = 0
const message = (topic: string, payload: string) => ({
  cmd: 'publish' as const,
  brokerId: 'b',
  brokerCounter: ++counter,
  topic,
  payload: Buffer.from(payload),
  qos: 1 as const,
  dup: false,
  retain: true,
})
const all = async <T>(stream: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = []
  for await (const item of stream) found.push(item)
  return found
}

describe('retained messages', () => {
  const keep = async (limits: { retainedMessages: number; retainedBytes: number }, ...messages: [string, string][]) => {
    const retained = createRetained(limits)
    for (const [topic, payload] of messages) await retained.persistence.storeRetained(message(topic, payload))
    const found = await all<{ topic: string; payload: Buffer }>(
      retained.persistence.createRetainedStreamCombi([
        'facility/v1/s1/+/#',
        'facility/v1/s1/fault/#',
        ...['a', 'b', 'c'].map(g => `facility/v1/s1/${g}/#`),
      ]),
    )
    return { kept: found.map(({ topic, payload }) => `${topic} ${payload}`), counts: retained.counts() }
  }

  test('gateways can retain so many and no more; the service’s own are always kept', async () => {
    const { kept, counts } = await keep(
      { retainedMessages: 2, retainedBytes: MIB },
      [stateOf('a'), '1'],
      [stateOf('b'), '1'],
      [stateOf('c'), '1'],
      [fault, '1'],
      [stateOf('a'), '2'],
    )
    expect(kept).toEqual([`${fault} 1`, `${stateOf('a')} 2`, `${stateOf('b')} 1`])
    expect(counts).toMatchObject({ messages: 2, refused: 1 })
  })

  test('so many bytes, and one that is deleted makes room', async () => {
    const { kept, counts } = await keep(
      { retainedMessages: 99, retainedBytes: 100 },
      [stateOf('a'), 'x'.repeat(60)],
      [stateOf('b'), 'x'.repeat(60)],
      [stateOf('a'), ''],
      [stateOf('c'), 'x'.repeat(60)],
    )
    expect(kept).toEqual([`${stateOf('c')} ${'x'.repeat(60)}`])
    expect(counts).toMatchObject({ messages: 1, refused: 1 })
  })

  test.each([
    ['a/b', 'a/b', true],
    ['a/+', 'a/b', true],
    ['a/+', 'a/b/c', false],
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['a/b', 'a/b/c', false],
    ['a/b/c', 'a/b', false],
    ['a/+/c', 'a//c', true],
  ])('[MQTT 3.1.1 §4.7] filter %s, topic %s: %s', (filter, topic, expected) => {
    expect(matches(filter, topic)).toBe(expected)
  })
})

describe('messages for absent gateways', () => {
  const roomy = { offlineMessages: 99, offlineBytes: MIB, offlineTotalBytes: MIB, offlineMs: 1_000 }
  const wait = async (queues: ReturnType<typeof createOfflineQueues>, id: string, ...payloads: string[]) => {
    for (const payload of payloads)
      await queues.persistence.outgoingEnqueueCombi([{ clientId: id }, { clientId: id }], message(fault, payload))
  }
  const waiting = async (queues: ReturnType<typeof createOfflineQueues>, id: string) =>
    (await all<{ payload: Buffer }>(queues.persistence.outgoingStream({ id }))).map(({ payload }) => String(payload))

  test('the oldest go when there are too many', async () => {
    const queues = createOfflineQueues({ ...roomy, offlineMessages: 2 }, () => 0)
    await wait(queues, 'a', '1', '2', '3')
    expect(await waiting(queues, 'a')).toEqual(['2', '3'])
    expect(queues.counts()).toMatchObject({ messages: 2, dropped: 1 })
  })

  test('and when they are too large together', async () => {
    const queues = createOfflineQueues({ ...roomy, offlineBytes: 2 * (fault.length + 10) }, () => 0)
    await wait(queues, 'a', ...['1', '2', '3'].map(digit => digit.repeat(10)))
    expect(await waiting(queues, 'a')).toEqual(['2222222222', '3333333333'])
  })

  test('and when they are too old', async () => {
    let now = 0
    const queues = createOfflineQueues(roomy, () => now)
    await wait(queues, 'a', '1')
    now = 900
    await wait(queues, 'a', '2')
    now = 1_001
    expect(await waiting(queues, 'a')).toEqual(['2'])
  })

  test('however messages come, are acknowledged and dropped, the limits hold and nothing is counted wrong', () => {
    const limits = { offlineMessages: 3, offlineBytes: 400, offlineTotalBytes: 600, offlineMs: 50 }
    const step = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      size: fc.nat(200),
      act: fc.constantFrom('enqueue', 'enqueue', 'clear', 'forget'),
      ms: fc.nat(30),
    })
    return fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
        let now = 0
        const queues = createOfflineQueues(limits, () => now)
        const sent = new Map<string, ReturnType<typeof message>>()
        for (const { id, size, act, ms } of steps) {
          now += ms
          const last = sent.get(id)
          if (act === 'forget') queues.forget(id)
          else if (act === 'clear' && last) await queues.persistence.outgoingClearMessageId({ id }, last)
          else {
            const next = message(fault, 'x'.repeat(size))
            sent.set(id, next)
            await queues.persistence.outgoingEnqueueCombi([{ clientId: id }], next)
          }
          const { bytes, messages } = queues.counts()
          expect(bytes).toBeLessThanOrEqual(limits.offlineTotalBytes)
          expect(messages).toBeLessThanOrEqual(9)
        }
        for (const id of ['a', 'b', 'c']) queues.forget(id)
        expect(queues.counts()).toMatchObject({ messages: 0, bytes: 0 })
      }),
    )
  })

  test('an absent gateway gets the newest, as many as may wait', async () => {
    const door = await openTestDoor({ limits: { offlineMessages: 5 } })
    const client = await door.connect('gw1', { clean: false })
    await client.subscribeAsync('facility/v1/s1/fault/#', q1)
    await client.endAsync()
    for (let i = 0; i < 20; i++) await door.broker.publish(fault, String(i), { retain: false })
    expect(door.broker.stats().door?.offline).toMatchObject({ messages: 5, dropped: 15 })
    const back = await door.connect('gw1', { clean: false })
    const heard: string[] = []
    back.on('message', (_, payload) => heard.push(String(payload)))
    await expect.poll(() => heard).toEqual(['15', '16', '17', '18', '19'])
    await expect.poll(() => door.broker.stats().door?.offline.messages).toBe(0)
  })

  test('a subscriber that is there and acknowledges gets more than may wait', async () => {
    const door = await openTestDoor({ limits: { offlineMessages: 5 } })
    const client = await door.connect('gw1', { clean: false })
    const heard: string[] = []
    client.on('message', (_, payload) => heard.push(String(payload)))
    await client.subscribeAsync('facility/v1/s1/fault/#', q1)
    const expected = Array.from({ length: 50 }, (_, i) => String(i))
    for (const payload of expected) await door.broker.publish(fault, payload, { retain: false })
    await expect.poll(() => heard).toEqual(expected)
    expect(client.connected).toBe(true)
  })
})

describe('a Will that aedes brings without a client (its _clearWills)', () => {
  const ask = async (will: { topic: string; clientId?: string; retain?: boolean }) => {
    const taken: string[] = []
    const hooks = createHooks({
      identities: {
        of: () => undefined,
        ofGateway: (gateway: string) => (gateway === 'gw1' ? { gateway, site: 's1' } : undefined),
        noteConnect: () => undefined,
        prove: async () => undefined,
      },
      accept: async ({ topic }) => void taken.push(topic),
      subscriptions: createSubscriptionLimit(1),
      limits: { unreadBytes: 1 },
      track: () => undefined,
      closing: () => false,
      log: silentLog,
      now: () => 0,
    })
    const packet = { ...message(will.topic, '{}'), ...will, retain: true }
    const error = await new Promise(resolve => hooks.authorizePublish(null, packet, resolve))
    return { refused: error !== null && error !== undefined, taken }
  }

  test('is taken under its own prefix', async () => {
    expect(await ask({ topic: stateOf('gw1'), clientId: 'gw1' })).toEqual({ refused: false, taken: [stateOf('gw1')] })
  })

  test.each([
    ['of another gateway', { topic: stateOf('gw2'), clientId: 'gw1' }],
    ['of a gateway that nobody proved', { topic: stateOf('gw9'), clientId: 'gw9' }],
    ['of nobody', { topic: stateOf('gw1') }],
    ['that retains a measurement', { topic: 'facility/v1/s1/gw1/lift-1/telemetry', clientId: 'gw1' }],
  ])('%s is refused', async (_, will) => {
    expect(await ask(will)).toEqual({ refused: true, taken: [] })
  })
})
