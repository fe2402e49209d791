import { expect, onTestFinished, test } from 'vitest'
import { openRegistry } from '#database/registry.ts'
import { silentLog } from '#domain/log.ts'
import type { Reading } from '#domain/telemetry.ts'
import { createIngest, type IngestNeeds } from '#ingest'
import { testDatabase } from '../helpers/database.ts'
import { catalogue, messageOf, NOW } from '../helpers/lift.ts'
import { tempDir } from '../helpers/tempDir.ts'

const clock = { kind: 'wall', now: () => NOW, observe: () => undefined } as const

async function open(needs: Partial<IngestNeeds> = {}) {
  const database = await testDatabase()
  const registry = await openRegistry(database, () => NOW)
  await registry.addSite({ id: 's1', name: 'Site one', timezone: 'UTC' })
  for (const id of ['gw1', 'gw9']) await registry.addGateway({ id, site: 's1' })
  const place = { site: 's1', gateway: 'gw9', class: 'elevator', occupancy: 'normal', params: {} } as const
  await registry.addEquipment({ ...place, id: 'lift-9', name: 'Lift 9' })
  const stored: Reading[] = []
  const store = {
    kind: 'embedded',
    append: async (readings: readonly Reading[]) => void stored.push(...readings),
    latest: async () => new Map(),
    range: async () => [],
    downsample: async () => [],
    close: async () => undefined,
  } as const
  const common = { catalogue, store, clock, log: silentLog, dataDir: await tempDir(), limits: { gatherMs: 0 } }
  const ingest = await createIngest({ ...common, ...registry, ...needs })
  let running = true
  const stop = async () => {
    if (running) await ingest.stop()
    running = false
  }
  onTestFinished(stop)
  return { ingest: { ...ingest, stop }, registry, stored }
}

const birth = (...equipment: object[]) => messageOf({ session: 'a', equipment }, 'birth')
const speed = (id: string) => messageOf({ ts: NOW, metrics: { carSpeed: 1 } }, `${id}/telemetry`)

test('equipment that a birth names is registered unconfirmed, and what it measures next is kept', async () => {
  const { ingest, registry, stored } = await open()
  const params = { ratedSpeed: 2.5, wings: 2, stops: 'many', serial: 'x'.repeat(201) }
  const taken = [
    ingest.accept(birth({ id: 'lift-7', class: 'elevator', name: 'Lobby', model: 'TKJ1000', params })),
    ingest.accept(speed('lift-7')),
  ]
  await Promise.all(taken)
  await expect.poll(() => stored).toHaveLength(1)
  expect(registry.equipment('lift-7')).toEqual({
    id: 'lift-7',
    site: 's1',
    gateway: 'gw1',
    class: 'elevator',
    name: 'Lobby',
    params: { ratedSpeed: 2.5, model: 'TKJ1000' },
    occupancy: 'unknown',
    createdAt: NOW,
    confirmed: false,
  })
  await ingest.accept(birth({ id: 'lift-7', class: 'elevator', name: 'Another name' }))
  expect(registry.equipment('lift-7')?.name).toBe('Lobby')
})

test('the plate that a birth names is entered where nobody has; what people entered stays, and so does another gateway’s', async () => {
  const { ingest, registry } = await open()
  const place = { site: 's1', gateway: 'gw1', class: 'elevator', occupancy: 'normal' } as const
  await registry.addEquipment({ ...place, id: 'lift-1', name: 'One', params: { ratedSpeed: 1 } })
  await registry.addEquipment({ ...place, id: 'lift-2', name: 'Two', params: { model: 'Entered' } })
  const params = { serial: 'SN-1', ratedSpeed: 2.5 }
  const named = (id: string) => ({ id, class: 'elevator', name: 'x', model: 'TKJ1000', params })
  await ingest.accept(birth(...['lift-1', 'lift-2', 'lift-9'].map(named)))
  await expect.poll(() => registry.equipment('lift-2')?.params).toEqual({ model: 'Entered', serial: 'SN-1' })
  expect(registry.equipment('lift-1')).toMatchObject({
    ...{ name: 'One', params: { ratedSpeed: 1, model: 'TKJ1000', serial: 'SN-1' } },
    paramsBefore: [{ endedAt: NOW, params: { ratedSpeed: 1 }, by: 'gw1' }],
  })
  expect(registry.equipment('lift-9')?.params).toEqual({})
  expect(registry.equipment('lift-9')).not.toHaveProperty('differs')
})

test('what a device says otherwise than its file is noted, decided by a person, and not asked again', async () => {
  const { ingest, registry } = await open()
  const place = { site: 's1', gateway: 'gw1', class: 'elevator', occupancy: 'normal' } as const
  const entered = { model: 'TKJ1000', serial: 'SN-1' }
  await registry.addEquipment({ ...place, id: 'lift-1', name: 'One', params: entered })
  let said = 0
  const says = async (of: string, model: string, serial: string) => {
    await ingest.accept(birth({ id: 'lift-1', class: of, model, params: { serial } }))
    // What comes later shows that the earlier birth is through.
    const marker = `marker-${++said}`
    await ingest.accept(birth({ id: marker, class: 'elevator' }))
    await expect.poll(() => registry.equipment(marker)).toBeDefined()
  }
  const differs = () => registry.equipment('lift-1')?.differs?.map(({ field, said, keptBy }) => [field, said, keptBy])
  await says('escalator', 'TKJ1600', 'SN-2')
  await expect.poll(differs).toEqual([
    ['class', 'escalator', undefined],
    ['model', 'TKJ1600', undefined],
    ['serial', 'SN-2', undefined],
  ])
  expect(registry.equipment('lift-1')).toMatchObject({ class: 'elevator', params: entered })
  await registry.decidePlate('lift-1', { decision: 'accept', field: 'model', said: 'TKJ1600' }, 'wang')
  await registry.decidePlate('lift-1', { decision: 'keep', field: 'class', said: 'escalator' }, 'wang')
  await expect(
    registry.decidePlate('lift-1', { decision: 'keep', field: 'class', said: 'escalator' }, 'li'),
  ).rejects.toMatchObject({ code: 'STALE_VERSION' })
  await expect(
    registry.decidePlate('lift-1', { decision: 'accept', field: 'serial', said: 'SN-9' }, 'li'),
  ).rejects.toMatchObject({ code: 'STALE_VERSION', details: { differs: [{ field: 'class' }, { said: 'SN-2' }] } })
  const decided = [
    ['class', 'escalator', 'wang'],
    ['serial', 'SN-2', undefined],
  ]
  expect(differs()).toEqual(decided)
  expect(registry.equipment('lift-1')).toMatchObject({
    params: { model: 'TKJ1600', serial: 'SN-1' },
    paramsBefore: [{ endedAt: NOW, params: entered, by: 'wang' }],
  })
  await says('escalator', 'TKJ1600', 'SN-2')
  expect(differs(), 'said again it is not asked again').toEqual(decided)
  await registry.reload()
  expect(differs(), 'a restart knows it').toEqual(decided)
  await says('elevator', 'TKJ1600', 'SN-3')
  await expect.poll(differs).toEqual([['serial', 'SN-3', undefined]])
  await registry.changeEquipment('lift-1', { params: { model: 'TKJ1600', serial: 'SN-3' } }, 'wang')
  expect(differs()).toBeUndefined()
  await registry.reload()
  expect(differs()).toBeUndefined()
})

test('two processes that hear one birth enter its plate once, whatever their memory shows', async () => {
  const database = await testDatabase()
  const [service, worker] = [await openRegistry(database, () => NOW), await openRegistry(database, () => NOW)]
  await service.addSite({ id: 's1', name: 'Site one', timezone: 'UTC' })
  await service.addGateway({ id: 'gw1', site: 's1' })
  const lift = {
    id: 'lift-1',
    site: 's1',
    gateway: 'gw1',
    class: 'elevator',
    name: 'One',
    occupancy: 'normal',
  } as const
  await service.addEquipment({ ...lift, params: {} })
  await worker.reload()
  await service.changeEquipment('lift-1', { params: { ratedSpeed: 2.5 } }, 'wang')
  const plate = { id: 'lift-1', gateway: 'gw1', class: 'elevator', params: { model: 'TKJ1000' } }
  await Promise.all([worker.notePlates([plate]), service.notePlates([plate])])
  for (const registry of [service, worker])
    expect(registry.equipment('lift-1')).toMatchObject({
      params: { ratedSpeed: 2.5, model: 'TKJ1000' },
      paramsBefore: [{ by: 'wang' }, { by: 'gw1' }],
    })
  expect(await database.db.selectFrom('equipment_param_history').selectAll().execute()).toHaveLength(2)
})

test('what cannot be watched is refused with its reason, and takes nothing else with it', async () => {
  const { ingest, registry } = await open()
  const named = [
    { id: 'lift-9', class: 'elevator' },
    { id: 'x-1', class: 'unicorn' },
    { id: 'state', class: 'elevator' },
  ]
  await ingest.accept(birth(...named, { id: 'lift-7', class: 'elevator' }))
  expect(ingest.rejected({ limit: 10 }).map(({ reason, detail }) => [reason, detail])).toEqual([
    ['EQUIPMENT_UNKNOWN', 'state is a reserved name'],
    ['EQUIPMENT_UNKNOWN', 'The catalogue has no class unicorn'],
    ['EQUIPMENT_UNKNOWN', 'lift-9 hangs on another gateway'],
  ])
  expect(registry.equipment('lift-9')).toMatchObject({ gateway: 'gw9' })
  expect(registry.equipment('state')).toBeUndefined()
  expect(registry.equipment('lift-7')).toMatchObject({ confirmed: false })
})

test('while the database is away a birth is kept, and its equipment registered later', async () => {
  let away = true
  const added: string[] = []
  const { ingest } = await open({
    addUnconfirmed: async equipment => {
      if (away) {
        away = false
        throw new Error('the database is away')
      }
      added.push(...equipment.map(({ id }) => id))
    },
  })
  await ingest.accept(birth({ id: 'lift-7', class: 'elevator' }))
  expect(added).toEqual([])
  await expect.poll(() => added, { timeout: 5_000 }).toEqual(['lift-7'])
})

test('a message that came before a restart is known after it, and its number too', async () => {
  const dataDir = await tempDir()
  const counted = (seq: number) =>
    messageOf({ ts: NOW + seq, session: 'a', seq, metrics: { carSpeed: 1 } }, 'lift-9/telemetry')
  const from9 = (seq: number) => ({ ...counted(seq), gateway: 'gw9', topic: 'facility/v1/s1/gw9/lift-9/telemetry' })
  const first = await open({ dataDir })
  for (const seq of [0, 1, 2]) await first.ingest.accept(from9(seq))
  await first.ingest.stop()
  let now = NOW
  const { ingest } = await open({ dataDir, clock: { ...clock, now: () => now } })
  await ingest.accept(from9(2))
  expect(ingest.stats()).toMatchObject({ accepted: 0, duplicates: 1 })
  await ingest.accept(from9(3))
  await ingest.accept(from9(6))
  expect(ingest.stats()).toMatchObject({ accepted: 2 })
  expect(ingest.counting('gw9')).toMatchObject({ gaps: 0, missing: 0 })
  now += 10_000
  expect(ingest.counting('gw9')).toEqual({ session: 'a', gaps: 1, missing: 2 })
  expect(ingest.stats().sequences).toEqual({ gaps: 1, missing: 2 })
})

test('history comes in at a bounded rate, is never refused, and holds up no other gateway', async () => {
  const { ingest, stored } = await open({ limits: { gatherMs: 0, backfillPerSecond: 20 } })
  const begun = performance.now()
  const at = (seq: number, kind: string) => ({
    ...messageOf({ ts: NOW - seq, metrics: { carSpeed: 1 } }),
    gateway: 'gw9',
    topic: `facility/v1/s1/gw9/lift-9/${kind}`,
  })
  const history = Promise.all(Array.from({ length: 30 }, (_, i) => ingest.accept(at(1_000 + i, 'backfill'))))
  await ingest.accept(at(0, 'telemetry'))
  expect(performance.now() - begun).toBeLessThan(400)
  await history
  expect(performance.now() - begun).toBeGreaterThan(450)
  await expect.poll(() => stored).toHaveLength(31)
  expect(stored.filter(({ backfill }) => backfill)).toHaveLength(30)
})
