import { describe, expect, onTestFinished, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import type { Reading } from '#domain/telemetry.ts'
import { REJECTED_TOPIC, WORKER_TOPIC } from '#domain/topics.ts'
import type { WorkerSign } from '#domain/workers.ts'
import { createIngest, type IngestNeeds } from '#ingest'
import { catalogue, equipment, messageOf, NOW } from '../../helpers/lift.ts'
import { tempDir } from '../../helpers/tempDir.ts'

const clock = { kind: 'wall', now: () => NOW, observe: () => undefined } as const

async function open({ away = false, ...needs }: Partial<IngestNeeds> & { dataDir: string; away?: boolean }) {
  const stored: number[] = []
  const store = {
    kind: 'influx1',
    append: async (readings: readonly Reading[]) => {
      if (away) throw new Error('away')
      stored.push(...readings.map(({ metrics }) => Number(metrics.carSpeed)))
    },
    latest: async () => new Map(),
    range: async () => [],
    downsample: async () => [],
    close: async () => undefined,
  } as const
  const limits = { gatherMs: 0, retry: { firstMs: 5, longestMs: 5 } }
  const common = { catalogue, equipment, store, noteGateway: async () => undefined, clock, log: silentLog, limits }
  const ingest = await createIngest({ ...common, ...needs })
  let running = true
  const stop = async () => {
    if (running) await ingest.stop()
    running = false
  }
  onTestFinished(stop)
  const say = (topic: string, payload: unknown) =>
    ingest.workers?.take({
      topic,
      payload: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
    })
  return {
    ingest,
    stored,
    stop,
    reading: (carSpeed: number) => ingest.accept(messageOf({ ts: NOW + carSpeed, metrics: { carSpeed } })),
    sign: (call: string | undefined, more: Partial<WorkerSign> = {}) =>
      say(WORKER_TOPIC, { id: 'w1', call, received: 1, behindRecords: 0, oldestMs: 0, alarms: [], ...more }),
    say,
    passed: () => expect.poll(() => ingest.stats().store.behindRecords).toBe(0),
    storing: () => expect.poll(() => ingest.workers?.storing()),
  }
}

describe('a service beside workers', () => {
  test('stores by itself until a worker answers its call, and again when the link is lost, whatever old signs come again', async () => {
    const one = await open({ dataDir: await tempDir(), storedBy: 'workers' })
    await one.reading(1)
    await one.sign('of an earlier run')
    await one.sign('of an earlier run')
    const call = one.ingest.workers?.linkUp()
    await one.sign('of an earlier run')
    await one.reading(2)
    await one.passed()
    expect(one.ingest.workers?.storing()).toBe(false)
    await one.sign(call)
    await one.storing().toBe(true)
    await one.reading(3)
    await one.passed()
    one.ingest.workers?.linkLost()
    await one.reading(4)
    await one.sign(call)
    await one.sign(call)
    expect(one.ingest.workers?.linkUp()).not.toBe(call)
    await one.sign(call)
    await one.reading(5)
    await one.passed()
    expect(one.stored).toEqual([1, 2, 4, 5])
  })

  test('stores what waited in its spool when the workers took over, over a restart too', async () => {
    const dataDir = await tempDir()
    const before = await open({ dataDir, away: true })
    await before.reading(1)
    await before.stop()
    const beside = await open({ dataDir, storedBy: 'workers', away: true })
    await beside.sign(beside.ingest.workers?.linkUp())
    await beside.storing().toBe(true)
    await beside.reading(2)
    await beside.stop()
    const again = await open({ dataDir, storedBy: 'workers' })
    await again.reading(3)
    await again.passed()
    expect(again.stored).toEqual([1, 3])
  })

  test('a message that is on its way to disk when workers take over stays its own', async () => {
    const one = await open({ dataDir: await tempDir(), storedBy: 'workers' })
    const underWay = one.reading(1)
    await one.sign(one.ingest.workers?.linkUp())
    await underWay
    await one.storing().toBe(true)
    await one.passed()
    expect(one.stored).toEqual([1])
  })

  test('keeps what workers refused and leaves the refusing of telemetry to them, not that of events', async () => {
    const one = await open({ dataDir: await tempDir(), storedBy: 'workers' })
    await one.sign(one.ingest.workers?.linkUp())
    await one.storing().toBe(true)
    await one.ingest.accept(messageOf('{broken'))
    await one.ingest.accept({ ...messageOf('{broken'), topic: 'facility/v1/s1/gw1/lift-1/event' })
    const refused = { receivedAt: NOW, topic: 't', gateway: 'gw1', reason: 'STORE_REFUSED', detail: 'd', payload: 'p' }
    await one.say(REJECTED_TOPIC, refused)
    await one.say(REJECTED_TOPIC, { ...refused, reason: 'BECAUSE' })
    await one.say(WORKER_TOPIC, 'not JSON')
    const kept = one.ingest.rejected({ limit: 10 }).map(({ topic, reason }) => [topic, reason])
    expect(kept).toEqual([
      ['t', 'STORE_REFUSED'],
      ['facility/v1/s1/gw1/lift-1/event', 'JSON_INVALID'],
    ])
    expect(one.say('facility/v1/s1/gw1/lift-1/telemetry', '{}')).toBeUndefined()
  })

  test('tells of the workers that gave a sign', async () => {
    const one = await open({ dataDir: await tempDir(), storedBy: 'workers' })
    await one.sign('a', { behindRecords: 7, oldestMs: 900, lastError: 'away', alarms: ['STORE_MISCONFIGURED'] })
    expect(one.ingest.workers?.list()).toEqual([
      {
        ...{ id: 'w1', received: 1, behindRecords: 7, oldestMs: 900, lastError: 'away' },
        ...{ alarms: ['STORE_MISCONFIGURED'], seenAt: NOW },
      },
    ])
    await one.say(WORKER_TOPIC, { id: 'another', retired: true })
    expect(one.ingest.workers?.list()).toHaveLength(1)
    await one.say(WORKER_TOPIC, { id: 'w1', retired: true })
    expect(one.ingest.workers?.list()).toEqual([])
  })
})

test('a worker hands on what it refuses before it takes the message, keeps nothing itself, and needs no rules', async () => {
  const handedOn: string[] = []
  let deaf = true
  const worker = await open({
    dataDir: await tempDir(),
    storedBy: 'meAsWorker',
    handOn: async ({ reason }) => {
      if (deaf) throw new Error('the broker is away')
      handedOn.push(reason)
    },
  })
  await expect(worker.ingest.accept(messageOf('{broken'))).rejects.toThrow('away')
  deaf = false
  await worker.ingest.accept(messageOf('{broken'))
  await worker.reading(1)
  await worker.passed()
  expect([handedOn, worker.stored, worker.ingest.rejected({ limit: 10 })]).toEqual([['JSON_INVALID'], [1], []])
  expect(Object.keys(worker.ingest.stats().readers).toSorted()).toEqual(['gateways', 'store'])
})
