import { describe, expect, onTestFinished, test } from 'vitest'
import { prepareMosquitto } from '../helpers/mosquitto.ts'
import { requireBinary } from '../helpers/realServer.ts'
import { checkAnnouncements, checkRetainedFaults, followTickets } from './harness/announcements.ts'
import { CLEAN } from './harness/invariants.ts'
import { openLivePage } from './harness/livePage.ts'
import type { Plan } from './harness/plan.ts'
import { ask, until } from './harness/until.ts'
import { openWorld, type World } from './harness/world.ts'

const binary = requireBinary('mosquitto')
const none = (found: readonly string[]) => found.length === 0

/** A service behind mosquitto, whose broker outlives it, with another system that follows its tickets. */
async function followedWorld(plan?: Plan) {
  const mosquitto = await prepareMosquitto(binary as string)
  onTestFinished(() => mosquitto.remove())
  await mosquitto.start()
  const follower = await followTickets(mosquitto.url)
  const brokerPort = Number(new URL(mosquitto.url).port)
  const env = { MQTT_URL: mosquitto.url }
  // Mosquitto goes on taking messages while the service is away: there are lifts left to become too fast afterwards.
  const world = await openWorld({ gateways: 2, lifts: 200, env, brokerPort, ...(plan && { plan }) })
  return { url: mosquitto.url, follower, world }
}

const manyTickets = (world: World) =>
  until('tickets', async () => (await world.api('/tickets?open=true')).body.items.length > 4, 45_000)

/** Kills the service once it has told of some tickets. */
async function killAfterTelling({ follower, world }: Awaited<ReturnType<typeof followedWorld>>): Promise<void> {
  const before = follower.keys.length
  await until('more tickets are told', () => !world.service().alive() || follower.keys.length > before + 4, 45_000)
  await world.service().end('SIGKILL')
}

describe.skipIf(binary === undefined)('what is told to others', () => {
  test('I4, I7: killed at announcements and at random, each event is sent and open pages agree with the API', async () => {
    const failpoint = (hit: number): Plan => ({ failpoint: { name: 'after-commit-before-announce', hit } })
    const followed = await followedWorld(failpoint(4))
    const { url, follower, world } = followed
    const pages = [await openLivePage(world), await openLivePage(world, true)]
    const load = world.load({ rate: 200, overspeedEvery: 80 })
    const lives: (Plan | undefined)[] = [failpoint(9), undefined, undefined]
    for (const life of lives) {
      await killAfterTelling(followed)
      await world.restart(life)
      await until('pages are back', () => pages.every(page => page.connections() > 1), 45_000)
    }
    load.stop()
    expect(await world.verdict()).toEqual(CLEAN)
    expect(await ask(() => checkAnnouncements(world, follower, lives.length), none, 10_000)).toEqual([])
    expect(await ask(() => checkRetainedFaults(world, url), none, 10_000)).toEqual([])
    for (const page of pages) expect(await ask(page.differences, none, 10_000)).toEqual([])
    expect(pages.map(page => page.connections())).toEqual(pages.map(() => lives.length + 1))
  })

  test('an announcement that counts as sent before it is, is found', async () => {
    const { world, follower } = await followedWorld({ variant: 'announces-late' })
    const load = world.load({ rate: 200, overspeedEvery: 20 })
    await manyTickets(world)
    await world.service().end('SIGKILL')
    load.stop()
    await world.restart()
    await world.verdict(5_000)
    const found = await ask(() => checkAnnouncements(world, follower, 1), none, 2_000)
    expect(found.join()).toMatch(/was not sent/)
  })

  test('an announcement that is sent twice is found', async () => {
    const { world, follower } = await followedWorld({ variant: 'announces-twice' })
    const load = world.load({ rate: 200, overspeedEvery: 40 })
    await until('some are told', () => follower.keys.length > 6, 45_000)
    load.stop()
    await world.verdict(5_000)
    expect((await checkAnnouncements(world, follower, 0)).join()).toMatch(/sent again after 0 kills/)
  })
})

test('a change that the log does not tell is found on the page', async () => {
  const world = await openWorld({ gateways: 1, lifts: 6, plan: { variant: 'log-forgets-tickets' } })
  const page = await openLivePage(world, true)
  const load = world.load({ rate: 100, overspeedEvery: 20 })
  await manyTickets(world)
  load.stop()
  await world.verdict(5_000)
  expect((await ask(page.differences, none, 2_000)).join()).toMatch(/tickets: \S+ is not on the page/)
})
