import { describe, expect, onTestFinished, test } from 'vitest'
import { prepareMosquitto } from '../helpers/mosquitto.ts'
import { requireBinary } from '../helpers/realServer.ts'
import { CLEAN } from './harness/invariants.ts'
import { until } from './harness/until.ts'
import { openWorld, type World } from './harness/world.ts'

const binary = requireBinary('mosquitto')

/** A service that listens at a mosquitto, to which the gateways send. */
async function outsideWorld() {
  const mosquitto = await prepareMosquitto(binary as string)
  onTestFinished(() => mosquitto.remove())
  await mosquitto.start()
  const brokerPort = Number(new URL(mosquitto.url).port)
  const world = await openWorld({ gateways: 2, lifts: 8, env: { MQTT_URL: mosquitto.url }, brokerPort })
  return { mosquitto, world }
}

const received = async (world: World): Promise<number> => (await world.api('/system')).body.ingest.received
const ackedMore = (world: World, count: number, ms = 10_000) => {
  const before = world.ledger.acked().length
  return until(`${count} more PUBACKs`, () => world.ledger.acked().length >= before + count, ms)
}

describe.skipIf(binary === undefined)('behind mosquitto', () => {
  test('F2: our worker is killed under load, twice; what mosquitto acknowledged comes again and counts once', async () => {
    const { world } = await outsideWorld()
    const load = world.load({ rate: 300, overspeedEvery: 60 })
    for (let kill = 0; kill < 2; kill++) {
      await ackedMore(world, 250)
      await world.service().end('SIGKILL')
      await ackedMore(world, 150)
      await world.restart()
      await until('messages come in again', async () => (await received(world)) > 0, 45_000)
    }
    load.stop()
    expect(await world.verdict()).toEqual(CLEAN)
  })

  test('F4: mosquitto restarts under load; the devices and the service come back by themselves and nothing is lost', async () => {
    const { mosquitto, world } = await outsideWorld()
    const load = world.load({ rate: 200, overspeedEvery: 60 })
    await ackedMore(world, 200)
    await mosquitto.stop()
    await until('it is told', async () => !(await world.api('/system')).body.broker.connected, 5_000)
    await mosquitto.start()
    await ackedMore(world, 200, 45_000)
    load.stop()
    expect(await world.verdict()).toEqual(CLEAN)
  })

  // What mosquitto acknowledged and had not saved dies with it: that loss is not ours and no ledger of the devices can
  // tell it apart. What our stage took in stays, once, and the line recovers.
  test('F3: mosquitto is killed; the service goes on with what comes then, and invents and doubles nothing', async () => {
    const { mosquitto, world } = await outsideWorld()
    const load = world.load({ rate: 200 })
    await ackedMore(world, 200)
    await mosquitto.stop('SIGKILL')
    await mosquitto.start()
    const restarted = Date.now()
    const before = await received(world)
    await ackedMore(world, 200, 45_000)
    await until('messages come in again', async () => (await received(world)) > before + 100, 45_000)
    load.stop()
    const { lost, invented, effects } = await world.verdict(5_000)
    expect([invented, effects]).toEqual([[], []])
    const since = new Set(
      world.ledger.acked().flatMap(e => (e.sentAt > restarted + 2000 ? [`${e.equipment}@${e.ts}`] : [])),
    )
    expect(lost.filter(one => since.has(one))).toEqual([])
  })
})
