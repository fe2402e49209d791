import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import type { SpoolItem } from '#domain/spool.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import { createAlarms } from '../../ingest/alarms.ts'
import { openSpool } from '../../ingest/spool/spool.ts'
import type { RefusedReading } from '../../ingest/storeReadings.ts'
import { openTelemetryStore } from '../../ingest/stores/openStore.ts'
import { startWriter } from '../../ingest/writer.ts'
import { reading, T0 } from '../contracts/telemetryStore.ts'
import { tempDir } from '../helpers/tempDir.ts'

const quick = { gatherMs: 0, retry: { firstMs: 1, longestMs: 5 }, misconfiguredMs: 1, drainMs: 200 }

/** An InfluxDB that answers each write as the test wants; `true` stores it. */
async function influx(decide: (lines: string[], reply: ServerResponse) => boolean) {
  const stored: string[] = []
  const sizes: number[] = []
  const counts = { underWay: 0, atOnce: 0 }
  const server = createServer(async (request, reply) => {
    counts.atOnce = Math.max(counts.atOnce, ++counts.underWay)
    const lines = (await text(request)).split('\n').filter(Boolean)
    counts.underWay -= 1
    if (!request.url?.includes('/write')) return reply.writeHead(200).end('{"results":[{}]}')
    sizes.push(lines.length)
    if (!decide(lines, reply)) return
    stored.push(...lines)
    reply.writeHead(204).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stored, sizes, counts }
}

const answer = (reply: ServerResponse, status: number, headers: Record<string, string> = {}): boolean => {
  reply.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"error":"on purpose"}')
  return false
}

/** A spool with readings 0…n-1 of one series, and a writer that moves them to the store. */
async function moving(store: TelemetryStore, n: number) {
  onTestFinished(() => store.close())
  const spool = openSpool({ file: join(await tempDir(), 'spool.db'), readers: ['store'], now: () => 0, log: silentLog })
  const alarms = createAlarms(() => 0)
  const refused: RefusedReading[] = []
  const items = Array.from({ length: n }, (_, i): SpoolItem => {
    return { kind: 'reading', reading: reading({ pressure: i }, { ts: T0 + i }) }
  })
  await spool.append({ items: items.map(item => JSON.stringify(item)), rejections: [] })
  const reader = spool.reader('store')
  const keepRefused = async (some: readonly RefusedReading[]) => void refused.push(...some)
  const writer = startWriter({ reader, store, keepRefused, alarms, limits: quick, log: silentLog })
  onTestFinished(async () => {
    await writer.stop()
    spool.close()
  })
  return { reader, refused, codes: () => alarms.list().map(({ code }) => code), writer }
}

const openAt = (version: 1 | 2, url: string) =>
  openTelemetryStore({
    dataDir: '/nowhere',
    influx: { version, url, timeoutMs: 250, database: 'd', org: 'o', bucket: 'b', token: 't' },
  })

const line = (i: number) => `fire-pump,equipment=pump-1,site=tower-a pressure=${i} ${T0 + i}`
const all = (n: number) => Array.from({ length: n }, (_, i) => line(i))

describe.each([1, 2] as const)('from the spool into InfluxDB %s', version => {
  test.each([
    ['500', (reply: ServerResponse) => answer(reply, 500)],
    ['503', (reply: ServerResponse) => answer(reply, 503)],
    ['429', (reply: ServerResponse) => answer(reply, 429)],
    ['a reset', (reply: ServerResponse) => Boolean(reply.socket?.resetAndDestroy()) && false],
    ['silence', () => false],
  ])('%s: everything is sent again, in order, one request at a time', async (_, fail) => {
    let failures = 0
    const server = await influx((_lines, reply) => {
      failures += 1
      return failures > 3 || fail(reply)
    })
    const t = await moving(await openAt(version, server.url), 20)
    await expect.poll(() => t.reader.position(), { timeout: 5_000 }).toBe(20)
    expect(server.stored).toEqual(all(20))
    expect(server.counts.atOnce).toBe(1)
    expect(t.refused).toEqual([])
    expect(t.codes()).toEqual([])
  })

  test('Retry-After is waited for', async () => {
    const times: number[] = []
    const server = await influx((_lines, reply) => {
      times.push(performance.now())
      return times.length > 1 || answer(reply, 429, { 'retry-after': '1' })
    })
    const t = await moving(await openAt(version, server.url), 1)
    await expect.poll(() => t.reader.position(), { timeout: 5_000 }).toBe(1)
    const [first = 0, second = 0] = times
    expect(second - first).toBeGreaterThanOrEqual(1_000)
  })

  test('400: only the readings that are to blame are put aside', async () => {
    const bad = new Set([line(3), line(11)])
    const server = await influx((lines, reply) => !lines.some(one => bad.has(one)) || answer(reply, 400))
    const t = await moving(await openAt(version, server.url), 20)
    await expect.poll(() => t.reader.position(), { timeout: 5_000 }).toBe(20)
    expect(t.refused.map(({ reading: { ts } }) => ts - T0)).toEqual([3, 11])
    expect(server.stored).toEqual(all(20).filter(one => !bad.has(one)))
  })

  test.each([401, 403, 404])('%i: an alarm, nothing dropped; put right, it goes on by itself', async status => {
    let right = false
    const server = await influx((_lines, reply) => right || answer(reply, status))
    const t = await moving(await openAt(version, server.url), 20)
    await expect.poll(t.codes).toEqual(['STORE_MISCONFIGURED'])
    await expect.poll(() => server.sizes.length).toBeGreaterThan(2)
    expect(t.reader.position()).toBe(0)
    right = true
    await expect.poll(() => t.reader.position(), { timeout: 5_000 }).toBe(20)
    expect(server.stored).toEqual(all(20))
    expect(t.refused).toEqual([])
    expect(t.codes()).toEqual([])
  })

  test('a limit of the server on series is an alarm, not a reason to drop readings', async () => {
    let limited = true
    const server = await influx((_lines, reply) => {
      if (!limited) return true
      reply.writeHead(400, { 'content-type': 'application/json' })
      reply.end('{"error":"partial write: max-series-per-database limit exceeded: (1) dropped=1"}')
      return false
    })
    const t = await moving(await openAt(version, server.url), 2)
    await expect.poll(t.codes).toEqual(['STORE_MISCONFIGURED'])
    limited = false
    await expect.poll(() => t.reader.position(), { timeout: 5_000 }).toBe(2)
    expect(t.refused).toEqual([])
  })

  test('413: batches are halved until they fit, and stay small', async () => {
    const server = await influx((lines, reply) => lines.length <= 30 || answer(reply, 413))
    const t = await moving(await openAt(version, server.url), 1_000)
    await expect.poll(() => t.reader.position(), { timeout: 10_000 }).toBe(1_000)
    expect(server.stored).toEqual(all(1_000))
    expect(t.refused).toEqual([])
    expect(server.sizes.filter(size => size > 30).length).toBeLessThan(20)
  })
})

test('into the embedded store: what it cannot hold is put aside, the rest is stored', async () => {
  const store = await openTelemetryStore({ dataDir: await tempDir() })
  const append = (readings: Parameters<typeof store.append>[0]) =>
    store.append(readings.map(one => (one.ts === T0 + 5 ? { ...one, ts: 1e16 } : one)))
  const t = await moving({ ...store, append }, 20)
  await expect.poll(() => t.reader.position(), { timeout: 5_000 }).toBe(20)
  expect(t.refused.map(({ reading: { ts } }) => ts - T0)).toEqual([5])
  const query = { class: 'fire-pump', equipment: 'pump-1', metric: 'pressure', from: T0, to: T0 + 100, limit: 100 }
  expect(await store.range(query)).toHaveLength(19)
})
