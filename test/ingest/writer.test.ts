import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import type { SpoolItem } from '#domain/spool.ts'
import type { Reading } from '#domain/telemetry.ts'
import { openSpool } from '../../ingest/spool/spool.ts'
import { type RefusedReading, storeReadings } from '../../ingest/storeReadings.ts'
import { StoreError } from '../../ingest/stores/storeError.ts'
import { startWriter } from '../../ingest/writer.ts'
import { tempDir } from '../helpers/tempDir.ts'

const reading = (ts: number): Reading => ({
  site: 's1',
  gateway: 'gw1',
  equipment: 'lift-1',
  class: 'elevator',
  ts,
  receivedAt: ts,
  metrics: { carSpeed: ts },
  backfill: false,
})
const lineOf = (ts: number) => JSON.stringify({ kind: 'reading', reading: reading(ts) } satisfies SpoolItem)
const quick = { gatherMs: 0, retry: { firstMs: 1, longestMs: 2 }, misconfiguredMs: 1, drainMs: 200 }

async function setUp(append: (readings: readonly Reading[]) => Promise<void>, file?: string) {
  const path = file ?? join(await tempDir(), 'spool.db')
  const spool = openSpool({ file: path, readers: ['store'], now: () => 0, log: silentLog })
  const reader = spool.reader('store')
  const refused: RefusedReading[] = []
  const start = () =>
    startWriter({
      reader,
      store: { append },
      keepRefused: async r => void refused.push(...r),
      limits: quick,
      log: silentLog,
    })
  const stopAll = { writer: undefined as ReturnType<typeof start> | undefined, closed: false }
  const close = async () => {
    if (stopAll.closed) return
    stopAll.closed = true
    await stopAll.writer?.stop()
    spool.close()
  }
  onTestFinished(close)
  return {
    path,
    spool,
    reader,
    refused,
    close,
    start: () => {
      stopAll.writer = start()
      return stopAll.writer
    },
    put: (...times: number[]) => spool.append({ items: times.map(lineOf), rejections: [] }),
  }
}

describe('the writer', () => {
  test('stores what is in the spool, in order, and moves its cursor after it', async () => {
    const stored: number[] = []
    const cursors: number[] = []
    const t = await setUp(async readings => {
      cursors.push(t.reader.position())
      stored.push(...readings.map(r => r.ts))
    })
    await t.put(1, 2)
    t.start()
    await expect.poll(() => t.reader.position()).toBe(2)
    await t.put(3)
    await expect.poll(() => t.reader.position()).toBe(3)
    expect(stored).toEqual([1, 2, 3])
    expect(cursors).toEqual([0, 2])
  })

  test('while the store is away nothing moves and the reason is told; then everything is stored', async () => {
    let away = true
    const stored: number[] = []
    const t = await setUp(async readings => {
      if (away) throw new StoreError('retryable', 'InfluxDB does not answer')
      stored.push(...readings.map(r => r.ts))
    })
    await t.put(1, 2, 3)
    const writer = t.start()
    await expect.poll(() => writer.lastError()).toBe('InfluxDB does not answer')
    expect(t.reader.position()).toBe(0)
    away = false
    await expect.poll(() => t.reader.position()).toBe(3)
    expect(stored).toEqual([1, 2, 3])
    expect(writer.lastError()).toBeUndefined()
  })

  test('wrong settings are no reason to drop anything', async () => {
    const t = await setUp(async () => {
      throw new StoreError('misconfigured', 'InfluxDB answered 401')
    })
    await t.put(1)
    const writer = t.start()
    await expect.poll(() => writer.lastError()).toMatch(/401/)
    await t.close()
    expect(t.refused).toEqual([])
  })

  test('readings that the store will never take are put aside, and the others stored', async () => {
    const stored: number[] = []
    const t = await setUp(async readings => {
      if (readings.some(r => r.ts % 10 === 7)) throw new StoreError('refused', 'field type conflict')
      stored.push(...readings.map(r => r.ts))
    })
    await t.put(...Array.from({ length: 30 }, (_, i) => i))
    t.start()
    await expect.poll(() => t.reader.position()).toBe(30)
    expect(t.refused.map(r => [r.reading.ts, r.why])).toEqual([7, 17, 27].map(ts => [ts, 'field type conflict']))
    expect(stored.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i).filter(i => i % 10 !== 7))
  })

  test('an outage in the middle of the search for the bad reading puts nothing aside', async () => {
    const append = async (readings: readonly Reading[]) => {
      if (readings.length > 1) throw new StoreError('refused', 'one of these')
      throw new StoreError('retryable', 'gone')
    }
    await expect(storeReadings({ append }, [reading(1), reading(2)])).rejects.toMatchObject({
      failure: 'retryable',
    })
  })

  test('stop stores what is there, and what the store does not take is there after a restart', async () => {
    const stored: number[] = []
    const t = await setUp(async readings => void stored.push(...readings.map(r => r.ts)))
    t.start()
    await t.put(1, 2, 3)
    await t.close()
    expect(stored).toEqual([1, 2, 3])

    const down = await setUp(async () => {
      throw new StoreError('retryable', 'gone')
    })
    await down.put(4, 5)
    down.start()
    await down.close()
    const back = await setUp(async readings => void stored.push(...readings.map(r => r.ts)), down.path)
    back.start()
    await expect.poll(() => back.reader.position()).toBe(2)
    expect(stored).toEqual([1, 2, 3, 4, 5])
  })

  test('stop does not wait for a store that hangs', async () => {
    const t = await setUp(() => new Promise(() => undefined))
    await t.put(1)
    const writer = t.start()
    await new Promise(setImmediate)
    await writer.stop()
    expect(t.reader.position()).toBe(0)
  })
})
