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
  await ackedMore(world, 800, 15_000)
  expect(Date.now() - since).toBeGreaterThan(3000)
  expect(slowest(world, since)).toBeLessThan(1000)
  other.exec('commit')
  other.close()
  load.stop()
  expect(await world.verdict(30_000)).toEqual(CLEAN)
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
      expect(await world.verdict(40_000)).toEqual(CLEAN)
    } finally {
      await server.stop()
    }
  })
})
