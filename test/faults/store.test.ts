import { describe, expect, test } from 'vitest'
import { startFaultProxy } from '../helpers/faultProxy.ts'
import { type Influx1Stub, startInflux1Stub, type WriteAnswer } from '../helpers/influx1Stub.ts'
import { startInfluxd } from '../helpers/influxd.ts'
import { requireBinary } from '../helpers/realServer.ts'
import { CLEAN } from './harness/invariants.ts'
import type { Entry } from './harness/ledger.ts'
import { until } from './harness/until.ts'
import { openWorld, type World } from './harness/world.ts'

const influxAt = (url: string) => ({ INFLUX_URL: url, INFLUX_VERSION: '1', INFLUX_DATABASE: 'telemetry' })
const SMALL = { gateways: 2, lifts: 6 }
const openTickets = async (world: World) => (await world.api('/tickets?open=true')).body.items.length

/** A world whose store is the stub. */
async function stubWorld(url?: (stub: Influx1Stub) => Promise<string> | string) {
  const stub = await startInflux1Stub()
  const world = await openWorld({ ...SMALL, env: influxAt((await url?.(stub)) ?? stub.url), points: stub.points })
  return { stub, world }
}

const waited = (entries: readonly Entry[]) =>
  entries.map(({ ackedAt = 0, sentAt }) => ackedAt - sentAt).sort((a, b) => a - b)
const p99 = (entries: readonly Entry[]) => waited(entries)[Math.floor(entries.length * 0.99)] ?? 0

const ackedMore = (world: World, count: number, ms = 10_000) => {
  const before = world.ledger.acked().length
  return until(`${count} more PUBACKs`, () => world.ledger.acked().length >= before + count, ms)
}

test('F5: with the store refusing connections, PUBACKs go on, tickets open, it is told, and nothing is lost', async () => {
  const { stub, world } = await stubWorld(async one => {
    proxy = await startFaultProxy(Number(new URL(one.url).port))
    return `http://127.0.0.1:${proxy.port}`
  })
  const load = world.load({ rate: 300, overspeedEvery: 150 })
  await until('something is stored', () => stub.lines().length > 100, 45_000)
  proxy.cut('reset')
  const since = Date.now()
  const tickets = await openTickets(world)
  await ackedMore(world, 1200)
  const during = world.ledger.acked().filter(entry => entry.sentAt > since)
  expect(p99(during)).toBeLessThan(1000)
  await until('a ticket opens meanwhile', async () => (await openTickets(world)) > tickets, 45_000)
  const { body } = await world.api('/system')
  expect(body.store.behindRecords).toBeGreaterThan(500)
  expect(body.store.lastError).toBeTypeOf('string')
  proxy.heal()
  load.stop()
  expect(await world.verdict()).toEqual(CLEAN)
})
let proxy: Awaited<ReturnType<typeof startFaultProxy>>

test('F6: with a store that hangs and then is slow, one write is under way at a time and nothing is lost', async () => {
  const { stub, world } = await stubWorld(async one => {
    proxy = await startFaultProxy(Number(new URL(one.url).port))
    return `http://127.0.0.1:${proxy.port}`
  })
  const load = world.load({ rate: 300, overspeedEvery: 150 })
  await until('something is stored', () => stub.lines().length > 100, 45_000)
  stub.answer(() => 'hang')
  const since = Date.now()
  await ackedMore(world, 900)
  expect(p99(world.ledger.acked().filter(entry => entry.sentAt > since))).toBeLessThan(1000)
  stub.answer(() => undefined)
  proxy.delay(700)
  load.stop()
  expect(await world.verdict()).toEqual(CLEAN)
  expect(stub.writes().atOnce).toBe(1)
})

const PASSING: [string, WriteAnswer][] = [
  ['500', { status: 500 }],
  ['503 with Retry-After', { status: 503, headers: { 'retry-after': '1' } }],
  ['429', { status: 429 }],
  ['a reset in the middle of the reply', 'resetInTheMiddle'],
]

test('F7: 500, 503, 429 and a reset in the middle of the reply pass, and nothing is lost or stored twice', async () => {
  const { stub, world } = await stubWorld()
  const load = world.load({ rate: 300, overspeedEvery: 150 })
  for (const [name, answer] of PASSING) {
    const { total } = stub.writes()
    stub.answer(() => (stub.writes().total > total + 2 ? undefined : answer))
    await until(`a write succeeds after ${name}`, () => stub.writes().total > total + 3, 45_000)
  }
  load.stop()
  expect(await world.verdict()).toEqual(CLEAN)
  expect((await world.api('/rejected')).body.items).toEqual([])
  expect(stub.writes().atOnce).toBe(1)
})

test('F8: 400 puts aside the lines to blame alone, 413 makes batches smaller', async () => {
  const { stub, world } = await stubWorld()
  const bad = (line: string) => /[5-9]$/.test(line)
  stub.answer(lines => {
    if (lines.length > 10) return { status: 413 }
    if (lines.some(bad)) return { status: 400, body: '{"error":"partial write: field type conflict dropped=1"}' }
    return undefined
  })
  const load = world.load({ rate: 150 })
  await ackedMore(world, 150)
  load.stop()
  expect(await world.verdict()).toEqual(CLEAN)
  expect(stub.lines().filter(bad)).toEqual([])
  const { body } = await world.api('/rejected?limit=500')
  const refused = body.items.map(({ reason, payload }: { reason: string; payload: string }) => [
    reason,
    /"ts":\d*[5-9],/.test(payload),
  ])
  expect(refused.length).toBeGreaterThan(3)
  expect(refused).toEqual(refused.map(() => ['STORE_REFUSED', true]))
  expect(stub.writes().statuses).toContain(413)
})

async function survivesMisconfiguration(status: number): Promise<void> {
  const { stub, world } = await stubWorld()
  stub.answer(() => ({ status }))
  const load = world.load({ rate: 150 })
  await ackedMore(world, 200)
  const said = async () => (await world.api('/system')).body.store.lastError ?? ''
  await until('it is told', async () => (await said()).includes(`${status}`), 45_000)
  expect((await world.api('/rejected')).body.items).toEqual([])
  expect(stub.lines()).toEqual([])
  load.stop()
  stub.answer(() => undefined)
  expect(await world.verdict()).toEqual(CLEAN)
}

test('F8: 401 and 404 stop the writer, are told, drop nothing, and end by themselves when put right', async () => {
  await Promise.all([401, 404].map(survivesMisconfiguration))
})

const influxd = requireBinary('influxd')

describe.skipIf(influxd === undefined)('with InfluxDB 1.6.7', () => {
  test('F5 and F8: the server is killed and comes back, a field has another type: only those readings are put aside', async () => {
    const server = await startInfluxd(influxd as string)
    try {
      const world = await openWorld({ ...SMALL, env: influxAt(server.url) })
      await server.createDatabase('telemetry')
      const taken = await fetch(`${server.url}/write?db=telemetry&precision=ms`, {
        method: 'POST',
        body: `elevator,equipment=other,site=s1 carSpeed="fast" ${Date.now()}`,
      })
      expect(taken.status).toBe(204)
      const load = world.load({ rate: 200, overspeedEvery: 100 })
      await ackedMore(world, 300)
      await server.stop('SIGKILL')
      await ackedMore(world, 300)
      await server.restart()
      load.stop()
      expect(await world.verdict()).toEqual(CLEAN)
      const { body } = await world.api('/rejected?limit=500')
      const fast = world.ledger.acked().filter(({ overspeed }) => overspeed)
      expect(fast.length).toBeGreaterThan(1)
      expect(body.items.map(({ reason }: { reason: string }) => reason)).toEqual(fast.map(() => 'STORE_REFUSED'))
    } finally {
      await server.remove()
    }
  })
})
