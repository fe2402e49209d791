import { expect, onTestFinished, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'
import { createFleet, type Fleet, type FleetNeeds } from '#simulators'
import { openTestDoor, passwordOf } from '../helpers/door.ts'
import { catalogue } from '../rules/story.ts'
import { eventually } from './eventually.ts'

const login = (id: string, site = 's1') => ({ id, site, password: passwordOf(id) })
const EQUIPMENT = [
  { id: 'lift-1', class: 'elevator', gateway: 'gw1', name: '客梯' },
  { id: 'feeder-1', class: 'feeder-circuit', gateway: 'gw2' },
]

async function startFleet(port: number, needs: Partial<FleetNeeds> = {}): Promise<Fleet> {
  const fleet = await createFleet({
    url: `mqtt://127.0.0.1:${port}`,
    gateways: [login('gw1'), login('gw2')],
    equipment: EQUIPMENT,
    catalogue,
    clock: { now: Date.now },
    log: silentLog,
    ...needs,
  })
  onTestFinished(() => fleet.stop())
  return fleet
}

const json = (message: DeviceMessage) => JSON.parse(message.payload.toString())
/** Telemetry objects of a piece of equipment, as they came through the door. */
const samplesOf = (accepted: readonly DeviceMessage[], equipment: string) =>
  accepted.filter(m => m.topic.endsWith(`/${equipment}/telemetry`)).flatMap(m => [json(m)].flat())

test('each gateway signs in as itself, says it is alive and what hangs on it, then speaks under its own prefix', async () => {
  const door = await openTestDoor()
  await startFleet(door.broker.port)
  await eventually(
    () => door.accepted,
    all => samplesOf(all, 'lift-1').length > 0 && samplesOf(all, 'feeder-1').length > 0,
  )
  const ofLift = door.accepted.filter(m => m.gateway === 'gw1')
  expect(ofLift.map(m => m.topic).slice(0, 2)).toEqual(['facility/v1/s1/gw1/state', 'facility/v1/s1/gw1/birth'])
  expect(json(ofLift[0] as DeviceMessage)).toMatchObject({ online: true })
  expect(json(ofLift[1] as DeviceMessage).equipment).toEqual([{ id: 'lift-1', class: 'elevator', name: '客梯' }])
  expect(door.accepted.every(m => m.qos === 1 && m.topic.startsWith(`facility/v1/s1/${m.gateway}/`))).toBe(true)
})

test('a past day at high speed arrives whole: sequence numbers count up by one, nothing comes from the future', async () => {
  const door = await openTestDoor()
  const start = Date.now() - 3_600_000
  const fleet = await startFleet(door.broker.port, {
    start,
    speed: 20_000,
    gateways: [login('gw2')],
    equipment: EQUIPMENT.slice(1),
  })
  const lastOf = () => samplesOf(door.accepted, 'feeder-1').at(-1)?.ts ?? 0
  await eventually(lastOf, ts => ts > start + 3_590_000)
  await fleet.stop()
  const samples = samplesOf(door.accepted, 'feeder-1')
  expect(samples.map(s => s.seq)).toEqual(samples.map((_, i) => i))
  expect(new Set(samples.map(s => s.session)).size).toBe(1)
  expect(samples.every((s, i) => i === 0 || s.ts >= samples[i - 1].ts)).toBe(true)
  expect(lastOf()).toBeLessThanOrEqual(Date.now())
})

test('a trouble that is injected is measured, and its repair too', async () => {
  const door = await openTestDoor()
  const fleet = await startFleet(door.broker.port)
  const breaker = () =>
    samplesOf(door.accepted, 'feeder-1').findLast(s => 'breakerState' in s.metrics)?.metrics.breakerState
  await eventually(breaker, value => value === 1)
  fleet.inject('feeder-1', 'breaker-trip')
  expect(fleet.troubles()).toEqual([{ equipment: 'feeder-1', fault: 'breaker-trip' }])
  await eventually(breaker, value => value === 2)
  fleet.repair('feeder-1')
  await eventually(breaker, value => value === 1)
})

test('cut off, a gateway comes back in a new session and sends what was not acknowledged', async () => {
  const held: (() => void)[] = []
  let holding = false
  const seen: DeviceMessage[] = []
  const door = await openTestDoor({
    accept: async message => {
      if (holding) await new Promise<void>(release => held.push(release))
      else seen.push(message)
    },
  })
  const fleet = await startFleet(door.broker.port, { gateways: [login('gw2')], equipment: EQUIPMENT.slice(1) })
  await eventually(
    () => samplesOf(seen, 'feeder-1').length,
    n => n > 0,
  )
  holding = true
  fleet.inject('feeder-1', 'breaker-trip')
  await eventually(
    () => held.length,
    n => n > 0,
  )
  // Another connection with the same client id throws the old one out.
  const thief = await door.connect('gw2')
  await eventually(
    () => fleet.stats().connected,
    connected => !connected,
  )
  holding = false
  thief.end(true)
  for (const release of held) release()
  await eventually(
    () => samplesOf(seen, 'feeder-1').some(s => s.metrics.breakerState === 2),
    found => found,
  )
  expect(fleet.stats()).toMatchObject({ connected: true, dropped: 0 })
  expect(fleet.stats().reconnects).toBeGreaterThan(0)
  const births = seen.filter(m => m.topic.endsWith('/birth')).map(m => json(m).session)
  expect(new Set(births).size).toBe(births.length)
})

test('leaving, it says that it is offline', async () => {
  const door = await openTestDoor()
  const fleet = await startFleet(door.broker.port)
  await fleet.stop()
  const states = door.accepted.filter(m => m.topic === 'facility/v1/s1/gw1/state').map(json)
  expect(states.map(s => s.online)).toEqual([true, false])
  expect(states[1].session).toBe(states[0].session)
})

test('a wrong password, and nobody there, are told apart', async () => {
  const door = await openTestDoor()
  const wrong = { gateways: [{ id: 'gw1', site: 's1', password: 'no' }], equipment: EQUIPMENT.slice(0, 1) }
  await expect(startFleet(door.broker.port, wrong)).rejects.toMatchObject({ code: 'BROKER_REFUSED' })
  const { port } = door.broker
  await door.broker.stop()
  await expect(startFleet(port)).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' })
})
