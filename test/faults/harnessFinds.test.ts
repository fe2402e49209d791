import { expect, test } from 'vitest'
import type { Plan } from './harness/plan.ts'
import { until } from './harness/until.ts'
import { openWorld } from './harness/world.ts'

// The same harness against services that are broken on purpose: what it cannot find here it would not find elsewhere.

/** Runs under load until the process is gone or has acknowledged enough, kills it, and looks with a whole service. */
async function lifeOf(plan: Plan, messages: number) {
  const world = await openWorld({ plan })
  const load = world.load({ rate: 400, overspeedEvery: 60 })
  await until('the load', () => !world.service().alive() || world.ledger.acked().length > messages, 45_000)
  await world.service().end('SIGKILL')
  load.stop()
  await world.restart()
  return await world.verdict(3_000)
}

test('a PUBACK before the fsync is found: acknowledged messages are lost', async () => {
  const found = await lifeOf({ variant: 'puback-before-fsync', failpoint: { name: 'before-fsync', hit: 25 } }, 1e6)
  expect(found.lost).not.toEqual([])
  expect(found.invented).toEqual([])
})

test('a cursor that moves before the write is found: acknowledged messages are lost', async () => {
  const found = await lifeOf({ variant: 'cursor-before-write' }, 600)
  expect(found.lost).not.toEqual([])
})

test('an effect that happens twice is found', async () => {
  const found = await lifeOf({ variant: 'effects-twice' }, 300)
  expect(found.effects.join()).toMatch(/2 tickets of/)
})
