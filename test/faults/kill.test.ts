import { expect, test } from 'vitest'
import { CLEAN } from './harness/invariants.ts'
import { FAILPOINTS, type Failpoint } from './harness/plan.ts'
import { until } from './harness/until.ts'
import { openWorld, type World } from './harness/world.ts'

const RATE = 400
/** Each hit is a life of its own: near the start, and in the middle of the work. */
const HITS: Record<Failpoint, readonly [number, number]> = {
  'before-fsync': [2, 40],
  'after-fsync-before-puback': [3, 250],
  'after-store-write-before-cursor': [1, 3],
  'inside-ticket-transaction': [1, 4],
  'after-commit-before-announce': [1, 5],
  'while-trimming-the-spool': [1, 2],
}
/** Random kills; the matrix's 50, scaled to the time that a check may take. */
const KILLS = 10
const RECOVERY_MS = 10_000

/** I5: from the start of the process to the next PUBACK. */
async function recovers(world: World, restart: () => Promise<unknown>): Promise<number> {
  const before = world.ledger.acked().length
  const startedAt = performance.now()
  await restart()
  await until('a PUBACK after the restart', () => world.ledger.acked().length > before, RECOVERY_MS)
  return performance.now() - startedAt
}

async function killsItself(world: World, name: Failpoint): Promise<void> {
  await until(`the process kills itself at ${name}`, () => !world.service().alive(), 20_000)
  expect(await world.service().exited).toEqual({ code: null, signal: 'SIGKILL' })
}

test.each(FAILPOINTS)('F1: killed at %s, twice under load, it loses, invents and doubles nothing', async name => {
  const [first, second] = HITS[name]
  const world = await openWorld({ plan: { failpoint: { name, hit: first } } })
  const load = world.load({ rate: RATE, overspeedEvery: 60 })
  await killsItself(world, name)
  await world.restart({ failpoint: { name, hit: second } })
  await killsItself(world, name)
  expect(await recovers(world, () => world.restart())).toBeLessThan(RECOVERY_MS)
  load.stop()
  expect(await world.verdict()).toEqual(CLEAN)
  expect(world.ledger.acked().length).toBeGreaterThan(50)
})

test(`F1: killed ${KILLS} times at random moments under load, it loses, invents and doubles nothing`, async () => {
  const world = await openWorld()
  const load = world.load({ rate: 600, overspeedEvery: 150 })
  for (let kill = 0; kill < KILLS; kill++) {
    const before = world.ledger.acked().length
    const some = 20 + Math.floor(Math.random() * 200)
    await until('acknowledged messages', () => world.ledger.acked().length > before + some, RECOVERY_MS)
    await world.service().end('SIGKILL')
    expect(await recovers(world, () => world.restart())).toBeLessThan(RECOVERY_MS)
  }
  load.stop()
  expect(await world.verdict()).toEqual(CLEAN)
})
