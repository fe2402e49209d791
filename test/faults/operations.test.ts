import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { startFaultProxy } from '../helpers/faultProxy.ts'
import { startPostgres } from '../helpers/postgres.ts'
import { requireBinary } from '../helpers/realServer.ts'
import { CLEAN } from './harness/invariants.ts'
import { until } from './harness/until.ts'
import { openWorld, type World } from './harness/world.ts'

const SMALL = { gateways: 2, lifts: 10 }
const ackedMore = (world: World, count: number, ms = 10_000) => {
  const before = world.ledger.acked().length
  return until(`${count} more PUBACKs`, () => world.ledger.acked().length >= before + count, ms)
}

const slowest = (world: World, since: number) =>
  Math.max(...world.ledger.acked().flatMap(e => (e.sentAt > since ? [(e.ackedAt ?? 0) - e.sentAt] : [])))

test('F11: while somebody else holds the embedded database, telemetry goes on; tickets come once when it is free', async () => {
  const world = await openWorld(SMALL)
  const load = world.load({ rate: 200, overspeedEvery: 50 })
  await ackedMore(world, 100)
  const other = new DatabaseSync(join(world.dataDir, 'operations.db'), { timeout: 5000 })
  other.exec('begin exclusive')
  const since = Date.now()
  await ackedMore(world, 800, 45_000)
  expect(Date.now() - since).toBeGreaterThan(3000)
  expect(slowest(world, since)).toBeLessThan(1000)
  other.exec('commit')
  other.close()
  load.stop()
  expect(await world.verdict()).toEqual(CLEAN)
})

test('F21: 100 people ask for 10 parts at once and the service is killed: whoever was answered has what was said, 10 in all', async () => {
  const world = await openWorld({ gateways: 1, lifts: 1 })
  const partNo = 'ELV-BRG-01'
  await world.api(`PATCH /parts/${partNo}`, { onHand: 10 })
  const ask = () =>
    world.api('POST /tickets', { equipment: 'lift-0-0', title: 'noise', parts: [{ partNo, quantity: 1 }] })
  const answered: { id: string; parts: { partNo: string; status: string }[] }[] = []
  const asked = Array.from({ length: 100 }, async () => {
    const { status, body } = await ask().catch(() => ({ status: 0, body: undefined }))
    if (status === 201) answered.push(body)
  })
  await until('some are answered', () => answered.length >= 5, 45_000)
  await world.service().end('SIGKILL')
  await Promise.all(asked)
  await world.restart()
  const wanting = Array.from({ length: 12 }, ask)
  for (const { status, body } of await Promise.all(wanting)) if (status === 201) answered.push(body)
  const { body } = await world.api(`/reservations?partNo=${partNo}&limit=500`)
  const kept = new Map<string, string>(body.items.map((r: { ticket: string; status: string }) => [r.ticket, r.status]))
  expect([...kept.values()].filter(status => status === 'reserved')).toHaveLength(10)
  expect((await world.api('/parts?limit=500')).body.items).toContainEqual(
    expect.objectContaining({ partNo, onHand: 10, reserved: 10, available: 0 }),
  )
  const told = answered.map(({ id, parts }) => [id, parts.find(part => part.partNo === partNo)?.status])
  expect(told).toEqual(told.map(([id]) => [id, kept.get(String(id))]))
  expect(body.items).toHaveLength(kept.size)
})

const postgres = requireBinary('postgres')

describe.skipIf(postgres === undefined)('with PostgreSQL', () => {
  test('F11: while it is away, telemetry goes on; tickets come once when it is back', async () => {
    const server = await startPostgres(postgres as string)
    try {
      const url = new URL(await server.fresh())
      const proxy = await startFaultProxy(Number(url.port))
      url.port = `${proxy.port}`
      const world = await openWorld({ ...SMALL, env: { DATABASE_URL: url.href } })
      const load = world.load({ rate: 200, overspeedEvery: 50 })
      await ackedMore(world, 100)
      proxy.cut('reset')
      const since = Date.now()
      await ackedMore(world, 600, 20_000)
      expect(slowest(world, since)).toBeLessThan(1000)
      expect(world.service().alive()).toBe(true)
      proxy.heal()
      load.stop()
      expect(await world.verdict()).toEqual(CLEAN)
    } finally {
      await server.stop()
    }
  })
})
