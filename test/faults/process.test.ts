import { expect, test } from 'vitest'
import { tempDir } from '../helpers/tempDir.ts'
import { NotReady, startChild } from './harness/child.ts'
import { CLEAN } from './harness/invariants.ts'
import { until } from './harness/until.ts'
import { openWorld, type World } from './harness/world.ts'

const SMALL = { gateways: 2, lifts: 6 }
const ackedMore = (world: World, count: number, ms = 10_000) => {
  const before = world.ledger.acked().length
  return until(`${count} more PUBACKs`, () => world.ledger.acked().length >= before + count, ms)
}

test('F22: a rule that throws at every reading is told in its health and holds up nothing', async () => {
  const world = await openWorld({ ...SMALL, plan: { variant: 'rule-throws' } })
  const [sender] = world.senders
  if (!sender) throw new Error('no sender')
  const load = world.load({ rate: 200, overspeedEvery: 50 })
  const poison = () =>
    sender.client.publishAsync(
      'facility/v1/s1/gw-0/lift-0-0/telemetry',
      JSON.stringify({ ts: Date.now() - 60_000, metrics: { safetyChainClosed: false } }),
      { qos: 1 },
    )
  for (let i = 0; i < 5; i++) await poison()
  await ackedMore(world, 300)
  load.stop()
  expect(await world.verdict()).toEqual(CLEAN)
  const { body } = await world.api('/system')
  const broken = body.rules.health.filter((rule: { errors: number }) => rule.errors > 0)
  expect(broken).toEqual([expect.objectContaining({ code: 'ELV-SAFETY-OPEN', lastError: 'a rule that throws' })])
})

test('F22: a fault that cannot be recorded holds up no other ticket, and is recorded once it can be', async () => {
  const world = await openWorld({ ...SMALL, plan: { variant: 'ticket-fails' } })
  const [sender] = world.senders
  if (!sender) throw new Error('no sender')
  for (const lift of ['lift-0-0', 'lift-0-1', 'lift-0-2']) await sender.send(lift, true).acked
  const tickets = async () =>
    (await world.api('/tickets?open=true')).body.items.map((t: { equipment: string }) => t.equipment)
  await until('the others have tickets', async () => (await tickets()).length === 2, 45_000)
  await sender.send('lift-0-3', true).acked
  await until('the next one too', async () => (await tickets()).length === 3, 5_000)
  expect((await tickets()).toSorted()).toEqual(['lift-0-1', 'lift-0-2', 'lift-0-3'])
  await world.service().end('SIGKILL')
  await world.restart()
  expect(await world.verdict()).toEqual(CLEAN)
})

test('F23: hooks that throw and reject close a connection, never the process, and lose nothing', async () => {
  const world = await openWorld({ ...SMALL, plan: { variant: 'hooks-throw' } })
  const load = world.load({ rate: 100 })
  await ackedMore(world, 250, 30_000)
  load.stop()
  expect(world.service().alive()).toBe(true)
  expect(await world.verdict()).toEqual(CLEAN)
})

test('F23: a persistence of the broker that rejects never ends the process, and loses nothing', async () => {
  const world = await openWorld({ ...SMALL, plan: { variant: 'persistence-fails' } })
  const load = world.load({ rate: 200, overspeedEvery: 40 })
  await ackedMore(world, 400, 30_000)
  for (const { client } of world.senders) await client.subscribeAsync('facility/v1/s1/fault/#').catch(() => undefined)
  await ackedMore(world, 100, 20_000)
  load.stop()
  expect(world.service().alive()).toBe(true)
  expect(await world.verdict()).toEqual(CLEAN)
})

test('F24: SIGTERM under load ends with 0 within 10 s, and what was acknowledged is there afterwards', async () => {
  const world = await openWorld()
  const load = world.load({ rate: 1000, overspeedEvery: 100 })
  await ackedMore(world, 800, 45_000)
  const startedAt = performance.now()
  expect(await world.service().end('SIGTERM')).toEqual({ code: 0, signal: null })
  expect(performance.now() - startedAt).toBeLessThan(10_000)
  load.stop()
  await world.restart()
  expect(await world.verdict()).toEqual(CLEAN)
})

test('F25: a second service on the same folder refuses with a code, and the first does not notice', async () => {
  const world = await openWorld(SMALL)
  const load = world.load({ rate: 200 })
  await ackedMore(world, 50)
  const second = await startChild({ dataDir: world.dataDir }).catch((error: unknown) => error)
  expect(second).toBeInstanceOf(NotReady)
  expect((second as NotReady).exit).toEqual({ code: 1, signal: null })
  expect((second as NotReady).message).toContain('DATA_DIR_IN_USE')
  await ackedMore(world, 100)
  load.stop()
  expect(await world.verdict()).toEqual(CLEAN)
})

test('F25: two services on one port: the second refuses with a code', async () => {
  const world = await openWorld({ gateways: 1, lifts: 1 })
  const ports = { http: world.service().http, mqtt: world.service().mqtt }
  const second = await startChild({ dataDir: await tempDir(), ports }).catch((error: unknown) => error)
  expect((second as NotReady).exit).toEqual({ code: 1, signal: null })
  expect((second as NotReady).message).toContain('PORT_IN_USE')
})
