import { describe, expect, onTestFinished, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import type { Reading } from '#domain/telemetry.ts'
import { createIngest, type Ingest, type IngestNeeds } from '#ingest'
import { openTestDoor } from '../helpers/door.ts'
import { catalogue, equipment, messageOf, NOW } from '../helpers/lift.ts'
import { tempDir } from '../helpers/tempDir.ts'

const clock = { kind: 'wall', now: () => NOW, observe: () => undefined } as const

async function open(needs: Partial<IngestNeeds> = {}) {
  const stored: Reading[] = []
  const store = {
    kind: 'embedded',
    append: async (readings: readonly Reading[]) => void stored.push(...readings),
    latest: async () => new Map(),
    range: async () => [],
    downsample: async () => [],
    close: async () => undefined,
  } as const
  const dataDir = needs.dataDir ?? (await tempDir())
  const common = { catalogue, equipment, store, noteGateway: async () => undefined, clock, log: silentLog }
  const ingest = await createIngest({ ...common, limits: { gatherMs: 0 }, ...needs, dataDir })
  let open = true
  const stop = async () => {
    if (open) await ingest.stop()
    open = false
  }
  onTestFinished(stop)
  return { ingest: { ...ingest, stop } satisfies Ingest, stored, dataDir }
}

const speed = (carSpeed: unknown, more: object = {}) => messageOf({ ts: NOW, metrics: { carSpeed }, ...more })

describe('ingest', () => {
  test('a good message is stored, shown to listeners and counted', async () => {
    const { ingest, stored } = await open()
    const heard: Reading[] = []
    ingest.onReadings(() => {
      throw new Error('a broken listener')
    })
    const end = ingest.onReadings(readings => void heard.push(...readings))
    await ingest.accept(speed(1.5))
    expect(heard).toMatchObject([{ equipment: 'lift-1', metrics: { carSpeed: 1.5 } }])
    await expect.poll(() => stored).toEqual(heard)
    end()
    await ingest.accept(speed(2))
    expect(heard).toHaveLength(1)
    await expect.poll(() => ingest.stats().store).toEqual({ behindRecords: 0, oldestMs: 0 })
    expect(ingest.stats()).toMatchObject({ received: 2, accepted: 2, rejected: 0, duplicates: 0 })
  })

  test('accept resolves only after the commit, and listeners hear only then', async () => {
    let committed = false
    const { ingest } = await open({
      beforeCommit: () => {
        committed = true
      },
    })
    const heard: boolean[] = []
    ingest.onReadings(() => void heard.push(committed))
    const accepting = ingest.accept(speed(1)).then(() => committed)
    expect(committed).toBe(false)
    expect(await accepting).toBe(true)
    expect(heard).toEqual([true])
  })

  test('what cannot be used is kept with its reason; the good metrics beside it are stored', async () => {
    const { ingest, stored } = await open()
    await ingest.accept(messageOf('{"metrics":'))
    await ingest.accept(messageOf({ metrics: { carSpeed: 1, wings: 2 } }))
    expect(ingest.rejected({ limit: 10 }).map(r => r.reason)).toEqual(['METRIC_UNKNOWN', 'JSON_INVALID'])
    await expect.poll(() => stored.map(r => r.metrics)).toEqual([{ carSpeed: 1 }])
  })

  test('the same message twice is stored once; before its commit it is not forgotten', async () => {
    let full = true
    const { ingest, stored } = await open({
      beforeCommit: () => {
        if (full) throw new Error('no space left on device')
      },
      limits: { waitingBytes: 1, retryMs: [1, 2], gatherMs: 0 },
    })
    const counted = speed(1, { session: 'a', seq: 1 })
    const first = ingest.accept(counted)
    await expect(ingest.accept(counted)).rejects.toMatchObject({ code: 'SPOOL_UNAVAILABLE' })
    full = false
    await first
    await ingest.accept(counted)
    expect(ingest.stats()).toMatchObject({ received: 3, accepted: 1, duplicates: 1 })
    await expect.poll(() => stored).toHaveLength(1)
  })

  test('a bad message twice is refused once', async () => {
    const { ingest } = await open()
    const counted = speed('fast', { session: 'a', seq: 1 })
    await ingest.accept(counted)
    await ingest.accept(counted)
    expect(ingest.rejected({ limit: 10 })).toHaveLength(1)
  })

  test('two services on one DATA_DIR: the second is refused and the first goes on', async () => {
    const { ingest, dataDir } = await open()
    await expect(open({ dataDir })).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE' })
    await ingest.accept(speed(1))
  })

  test('the rules get what came before they were there, also after a restart', async () => {
    const { ingest, dataDir } = await open()
    await ingest.accept(speed(1))
    await ingest.stop()
    const { ingest: again } = await open({ dataDir })
    expect(again.reader('rules').read(0, 10)).toMatchObject([
      { position: 1, item: { reading: { metrics: { carSpeed: 1 } } } },
    ])
  })

  test('the age and number of what the store does not have are told', async () => {
    const down = { append: () => Promise.reject(new Error('InfluxDB does not answer')) } as never
    let now = NOW
    const { ingest } = await open({ store: down, clock: { ...clock, now: () => now } })
    await ingest.accept(speed(1))
    await ingest.accept(speed(2))
    now += 5_000
    await expect
      .poll(() => ingest.stats().store)
      .toEqual({ behindRecords: 2, oldestMs: 5_000, lastError: 'InfluxDB does not answer' })
  })
})

describe('from the door to the disk', () => {
  test('a full disk withholds PUBACK; with room again the same publish is acknowledged and stored once', async () => {
    let full = true
    const { ingest, stored } = await open({
      beforeCommit: () => {
        if (full) throw new Error('no space left on device')
      },
      limits: { retryMs: [1, 2], gatherMs: 0 },
    })
    const door = await openTestDoor({ accept: ingest.accept, now: () => NOW })
    const client = await door.connect('gw1')
    let acknowledged = false
    const publishing = client
      .publishAsync('facility/v1/s1/gw1/lift-1/telemetry', '{"metrics":{"carSpeed":1}}', { qos: 1 })
      .then(() => {
        acknowledged = true
      })
    await expect.poll(() => ingest.stats().received).toBe(1)
    const pong = new Promise(resolve => client.on('packetreceive', p => p.cmd === 'pingresp' && resolve(p)))
    client.sendPing()
    await pong
    expect(acknowledged).toBe(false)
    full = false
    await publishing
    await expect.poll(() => stored).toHaveLength(1)
  })

  test('a thousand messages share commits', async () => {
    let commits = 0
    const { ingest } = await open({
      beforeCommit: () => {
        commits += 1
      },
    })
    const door = await openTestDoor({ accept: ingest.accept, now: () => NOW })
    const client = await door.connect('gw1')
    const topic = 'facility/v1/s1/gw1/lift-1/telemetry'
    await Promise.all(
      Array.from({ length: 1_000 }, (_, i) =>
        client.publishAsync(topic, JSON.stringify({ ts: NOW - i, metrics: { carSpeed: 1 } }), { qos: 1 }),
      ),
    )
    expect(ingest.stats().accepted).toBe(1_000)
    expect(commits).toBeLessThan(250)
  })
})

describe('a spool that fills up because nobody takes the readings', () => {
  test('telemetry is not acknowledged, an event is; with the store back both are, and nothing is lost', async () => {
    let away = true
    const stored: Reading[] = []
    const store = {
      kind: 'embedded',
      append: async (readings: readonly Reading[]) => {
        if (away) throw new Error('the store is away')
        stored.push(...readings)
      },
      latest: async () => new Map(),
      range: async () => [],
      downsample: async () => [],
      close: async () => undefined,
    } as const
    const limits = { quotaBytes: 256 * 1_024, gatherMs: 0, retry: { firstMs: 1, longestMs: 5 } }
    const trim = { slice: 2_000, everyMs: 1, betweenMs: 1 }
    const { ingest } = await open({ store, limits: { ...limits, trim, room: { everyMs: 5, atOnce: 500 } } })
    const sent = Array.from({ length: 2_000 }, (_, i) =>
      ingest.accept(messageOf({ ts: NOW - i, metrics: { carSpeed: 1 } })),
    )
    await expect.poll(() => ingest.stats().spool.held).toBeGreaterThan(500)
    await expect.poll(() => ingest.alarms().map(({ code }) => code)).toContain('SPOOL_HOLDING')
    await ingest.accept(messageOf({ code: 'ELV-OVERTRAVEL', active: true }, 'lift-1/event'))
    expect(ingest.stats().spool.held).toBeGreaterThan(500)

    away = false
    const rules = ingest.reader('rules')
    const keepUp = setInterval(() => rules.commit(rules.read(rules.position(), 5_000).at(-1)?.position ?? 0), 5)
    onTestFinished(() => clearInterval(keepUp))
    await Promise.all(sent)
    await expect.poll(() => new Set(stored.map(({ ts }) => ts)).size, { timeout: 10_000 }).toBe(2_000)
    await expect.poll(ingest.alarms, { timeout: 5_000 }).toEqual([])
    clearInterval(keepUp)
  })
})
