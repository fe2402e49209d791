import { expect, test } from 'vitest'
import { changesSince, lastChange } from '#database/changeLog.ts'
import type { Equipment, EquipmentState } from '#domain/equipment.ts'
import type { Health } from '#domain/health.ts'
import { silentLog } from '#domain/log.ts'
import { wallClock } from '#domain/time.ts'
import type { Standing } from '../../dashboard/server/estate/estate.ts'
import { createStateWatch } from '../../dashboard/server/estate/stateWatch.ts'
import { testDatabase, testRegistry } from '../helpers/database.ts'

const HEALTHY = { index: 100 } as Health

async function start() {
  const database = await testDatabase()
  const registry = await testRegistry(database, { 'lift-1': 'elevator', 'lift-2': 'elevator' })
  const states: Record<string, EquipmentState> = { 'lift-1': 'normal', 'lift-2': 'normal' }
  const healths: Record<string, Health> = {}
  const describe = async (equipment: readonly { id: string }[]) =>
    equipment.map(e => ({ ...e, state: states[e.id], health: healths[e.id] ?? HEALTHY }) as Standing)
  const estate = { describe, detail: () => Promise.reject(new Error('not asked')) }
  const watch = createStateWatch({ database, registry, estate, clock: wallClock(), log: silentLog })
  await watch.look()
  const begin = await lastChange(database.db)
  const logged = async () => (await changesSince(database.db, begin, 100, 'equipment'))?.map(row => row.item)
  return { watch, states, healths, logged, all: [...registry.listEquipment()] }
}

test('the first look, and a look at which nothing changed, write nothing', async () => {
  const { watch, logged } = await start()
  await watch.look()
  expect(await logged()).toEqual([])
})

test('a change of state is written once', async () => {
  const { watch, states, logged } = await start()
  states['lift-1'] = 'stale'
  await watch.look()
  await watch.look()
  expect(await logged()).toEqual(['lift-1'])
  states['lift-1'] = 'normal'
  await watch.look()
  expect(await logged()).toEqual(['lift-1', 'lift-1'])
})

test('a fault whose gateway falls silent loses its health index and stays a fault: that is written too', async () => {
  const { watch, states, healths, logged } = await start()
  states['lift-1'] = 'fault'
  healths['lift-1'] = { index: 40 } as Health
  await watch.look()
  healths['lift-1'] = {} as Health
  await watch.look()
  await watch.look()
  expect(await logged()).toEqual(['lift-1', 'lift-1'])
})

test('what one reader was told between two looks is told to the others, or taken back', async () => {
  const { watch, states, logged, all } = await start()
  states['lift-2'] = 'stale'
  expect((await watch.describe(all)).map(e => e.state)).toEqual(['normal', 'stale'])
  states['lift-2'] = 'normal'
  await watch.look()
  expect(await logged()).toEqual(['lift-2'])
  await watch.look()
  expect(await logged()).toEqual(['lift-2'])
})

test('a whole estate that falls silent at once is written, whatever a statement may hold', async () => {
  const database = await testDatabase()
  let state: EquipmentState = 'normal'
  const all = Array.from({ length: 7_000 }, (_, i) => ({ id: `lift-${i}` }) as Equipment)
  const describe = async (equipment: readonly Equipment[]) =>
    equipment.map(e => ({ ...e, state, health: HEALTHY }) as Standing)
  const estate = { describe, detail: () => Promise.reject(new Error('not asked')) }
  const registry = { listEquipment: () => all }
  const watch = createStateWatch({ database, registry, estate, clock: wallClock(), log: silentLog })
  await watch.look()
  state = 'stale'
  await watch.look()
  expect((await changesSince(database.db, 0, 10_000, 'equipment'))?.map(row => row.item)).toEqual(all.map(e => e.id))
})
