import { expect, onTestFinished, test } from 'vitest'
import { startFaultProxy } from '../helpers/faultProxy.ts'
import { startInflux1Stub } from '../helpers/influx1Stub.ts'
import { CLEAN } from './harness/invariants.ts'
import { openSender } from './harness/sender.ts'
import { until } from './harness/until.ts'
import { openWorld, type World } from './harness/world.ts'

const ackedMore = (world: World, count: number, ms = 10_000) => {
  const before = world.ledger.acked().length
  return until(`${count} more PUBACKs`, () => world.ledger.acked().length >= before + count, ms)
}

test('F13: a partition from the store swallows bytes for a while; nothing is lost', async () => {
  const stub = await startInflux1Stub()
  const proxy = await startFaultProxy(Number(new URL(stub.url).port))
  const env = { INFLUX_URL: `http://127.0.0.1:${proxy.port}`, INFLUX_VERSION: '1', INFLUX_DATABASE: 'telemetry' }
  const world = await openWorld({ gateways: 2, lifts: 4, env, points: stub.points })
  const load = world.load({ rate: 200, overspeedEvery: 150 })
  await until('something is stored', () => stub.lines().length > 50, 45_000)
  proxy.silence()
  await ackedMore(world, 400)
  proxy.heal()
  load.stop()
  expect(await world.verdict()).toEqual(CLEAN)
})

test('F13: a half-open gateway is noticed within one and a half keep-alives, and loses nothing when it comes back', async () => {
  const world = await openWorld({ gateways: 2, lifts: 4 })
  const proxy = await startFaultProxy(world.service().mqtt)
  const [own] = world.senders
  if (!own) throw new Error('no sender')
  await own.close()
  const sender = openSender({
    port: proxy.port,
    gateway: 'gw-0',
    password: world.passwordOf('gw-0'),
    lifts: own.lifts,
    ledger: world.ledger,
    keepalive: 2,
  })
  onTestFinished(() => sender.close())
  await Promise.all(own.lifts.map(lift => sender.send(lift).acked))
  const clients = async () => (await world.api('/system')).body.broker.clients
  await until('both are connected', async () => (await clients()) === 2, 5000)
  proxy.silence()
  const since = performance.now()
  const swallowed = own.lifts.map(lift => sender.send(lift))
  await until('one is gone', async () => (await clients()) === 1, 6000)
  expect(performance.now() - since).toBeLessThan(4500)
  proxy.heal()
  await Promise.all(swallowed.map(({ acked }) => acked))
  expect(await world.verdict()).toEqual(CLEAN)
})
