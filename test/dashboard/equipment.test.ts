import { expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import { startTestDashboard } from '../helpers/dashboard.ts'
import { ended, MONDAY, transition } from '../helpers/maintenance.ts'

const MINUTE = 60_000

test('equipment is registered with its class, and only with parameters that the class has', async () => {
  const { admin } = await startTestDashboard()
  const lift = {
    id: 'lift-3',
    site: 's1',
    gateway: 'gw1',
    class: 'elevator',
    name: '三号梯',
    params: { ratedSpeed: 2.5 },
  }
  const made = await admin('POST /api/equipment', lift)
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ ...lift, occupancy: 'unknown', state: 'noData', openFaults: [], values: {} })
  const refused = async (change: object) =>
    (await admin('POST /api/equipment', { ...lift, id: 'lift-4', ...change })).body.error.code
  expect(await refused({ class: 'rocket' })).toBe('UNKNOWN_CLASS')
  expect(await refused({ params: { warp: 9 } })).toBe('UNKNOWN_PARAMETER')
  expect(await refused({ params: { ratedSpeed: 'fast' } })).toBe('BAD_REQUEST')
  expect(await refused({ params: { model: 7 } })).toBe('BAD_REQUEST')
  expect(await refused({ params: { model: ' ' } })).toBe('BAD_REQUEST')
  expect(await refused({ params: { model: 'x'.repeat(201) } })).toBe('BAD_REQUEST')
  expect(await refused({ gateway: 'gw2' })).toBe('UNKNOWN_GATEWAY')
  expect(await refused({ site: 'nowhere' })).toBe('UNKNOWN_SITE')
  expect(await refused({ id: 'lift-3' })).toBe('ALREADY_EXISTS')
  expect(await refused({ id: 'birth' })).toBe('BAD_REQUEST')
  expect((await admin('/api/equipment/lift-4')).status).toBe(404)
})

test('equipment of every class has a nameplate; reports go by the model that it has now', async () => {
  const { admin, maintenance } = await startTestDashboard()
  for (const name of loadCatalogue().classes.keys()) {
    const params = { model: 'TKJ1000', serial: 'A-1' }
    const made = await admin('POST /api/equipment', {
      ...{ id: `plate-${name}`, site: 's1', class: name, name, params },
      ...(name !== PLACE_CLASS && { gateway: 'gw1' }),
    })
    expect([made.status, made.body.params]).toEqual([201, params])
  }
  await maintenance.handle([transition('f-1', 'lift-1', 'ELV-OVERTRAVEL', MONDAY - MINUTE)])
  const models = async () => {
    const { body } = await admin('/api/analytics/reliability')
    return body.by.model.map((row: { key: string; failures: { count: number } }) => [row.key, row.failures.count])
  }
  expect(await models()).toEqual([['TKJ1000', 0]])
  await admin('PATCH /api/equipment/lift-1', { params: { model: 'TKJ2000' } })
  expect(await models()).toEqual([
    ['TKJ1000', 0],
    ['TKJ2000', 1],
  ])
  await admin('PATCH /api/equipment/lift-1', { params: { model: null } })
  expect(await models()).toEqual([['TKJ1000', 0]])
})

test('a change joins parameters; null takes one away', async () => {
  const { admin } = await startTestDashboard()
  const patch = async (body: object) => (await admin('PATCH /api/equipment/lift-1', body)).body
  expect((await patch({ params: { ratedSpeed: 2.5, ratedFloors: 1 } })).error.code).toBe('UNKNOWN_PARAMETER')
  expect((await patch({ name: 'One', params: { ratedSpeed: 2.5 } })).params).toEqual({ ratedSpeed: 2.5 })
  expect((await patch({ occupancy: 'high', params: { reportPeriodS: 900 } })).params).toEqual({
    ratedSpeed: 2.5,
    reportPeriodS: 900,
  })
  expect(await patch({ params: { ratedSpeed: null } })).toMatchObject({
    name: 'One',
    occupancy: 'high',
    params: { reportPeriodS: 900 },
  })
})

test('a gateway that went away takes its equipment with it, until something newer is heard', async () => {
  const { admin, around, maintenance } = await startTestDashboard()
  const { registry } = maintenance
  const state = async () => (await admin('/api/equipment/lift-1')).body.state
  around.lastSeen.set('lift-1', MONDAY)
  maintenance.clock.set(MONDAY + MINUTE)
  await registry.noteGateway('gw1', { online: true, session: 'a', at: MONDAY })
  expect(await state()).toBe('normal')
  await registry.noteGateway('gw1', { online: false, session: 'a', at: MONDAY + 1_000 })
  expect(await state()).toBe('stale')
  around.lastSeen.set('lift-1', MONDAY + 2_000)
  expect(await state()).toBe('normal')
  expect((await admin('/api/equipment/lift-1')).body.health).toEqual({ index: 100, deductions: [] })
})

test('the state tells fault, silence and well-being apart', async () => {
  const { admin, around, maintenance } = await startTestDashboard()
  const state = async () => (await admin('/api/equipment/lift-1')).body.state
  expect(await state()).toBe('noData')
  around.lastSeen.set('lift-1', MONDAY)
  maintenance.clock.set(MONDAY + 5 * MINUTE)
  expect(await state()).toBe('normal')
  maintenance.clock.set(MONDAY + 5 * MINUTE + 1)
  expect(await state()).toBe('stale')
  const offline = transition('f-1', 'lift-1', 'ELV-OFFLINE', MONDAY)
  await maintenance.handle([offline])
  expect(await state()).toBe('stale')
  const speeding = transition('f-2', 'lift-1', 'ELV-OVERTRAVEL', MONDAY)
  await maintenance.handle([speeding])
  const { body } = await admin('/api/equipment/lift-1')
  expect(body.state).toBe('fault')
  expect(body.openFaults.map((f: { code: string; severity: string }) => [f.code, f.severity])).toEqual([
    ['ELV-OFFLINE', 'general'],
    ['ELV-OVERTRAVEL', 'major'],
  ])
  expect(body.health).toEqual({
    deductions: [
      { code: 'ELV-OVERTRAVEL', points: 60 },
      { code: 'ELV-OFFLINE', points: 25 },
    ],
  })
  around.lastSeen.set('lift-1', MONDAY + 5 * MINUTE)
  expect((await admin('/api/equipment/lift-1')).body.health.index).toBe(15)
  await maintenance.handle([ended(offline), ended(speeding)])
  around.lastSeen.set('lift-1', MONDAY + 5 * MINUTE)
  expect(await state()).toBe('normal')
})

test('equipment that reports seldom is silent later', async () => {
  const { admin, around, maintenance } = await startTestDashboard()
  await admin('PATCH /api/equipment/lift-1', { params: { reportPeriodS: 900 } })
  around.lastSeen.set('lift-1', MONDAY)
  maintenance.clock.set(MONDAY + 45 * MINUTE)
  expect((await admin('/api/equipment/lift-1')).body).toMatchObject({ state: 'normal', dataAgeMs: 45 * MINUTE })
  maintenance.clock.set(MONDAY + 45 * MINUTE + 1)
  expect((await admin('/api/equipment?state=stale')).body.items.map((e: { id: string }) => e.id)).toEqual(['lift-1'])
})

test('the latest values are those the rules see, with their times', async () => {
  const { admin, around } = await startTestDashboard()
  around.lastSeen.set('lift-1', MONDAY)
  around.values.set('lift-1', new Map([['doorZone', { value: true, ts: MONDAY }]]))
  expect((await admin('/api/equipment/lift-1')).body).toMatchObject({
    lastSeen: '2026-11-23T03:00:00.000Z',
    values: { doorZone: { value: true, ts: '2026-11-23T03:00:00.000Z' } },
  })
})

test('what is about to fire is told with its times, for that equipment alone', async () => {
  const { admin, around } = await startTestDashboard()
  around.pending = [
    { equipment: 'lift-1', code: 'ELV-TRAP', since: MONDAY, firesAt: MONDAY + 60_000 },
    { equipment: 'lift-2', code: 'ELV-UCM', since: MONDAY, firesAt: MONDAY },
  ]
  expect((await admin('/api/equipment/lift-1')).body.pending).toEqual([
    { code: 'ELV-TRAP', since: '2026-11-23T03:00:00.000Z', firesAt: '2026-11-23T03:01:00.000Z' },
  ])
})

test('raw readings come with their times, booleans as such', async () => {
  const { admin, around } = await startTestDashboard()
  around.points = [
    { ts: MONDAY - 2000, value: 0 },
    { ts: MONDAY - 1000, value: 1 },
  ]
  const read = async (query: string) => (await admin(`/api/equipment/lift-1/telemetry?${query}`)).body
  expect(await read('metric=doorZone')).toEqual({
    points: [
      { ts: '2026-11-23T02:59:58.000Z', value: false },
      { ts: '2026-11-23T02:59:59.000Z', value: true },
    ],
  })
  expect((await read(`metric=carSpeed&from=${MONDAY - 1500}&to=2026-11-23T11:00:00%2B08:00`)).points).toEqual([
    { ts: '2026-11-23T02:59:59.000Z', value: 1 },
  ])
})

test('a range with more points than can be sent asks for a coarser one', async () => {
  const { admin, around } = await startTestDashboard()
  around.points = Array.from({ length: 20_001 }, (_, n) => ({ ts: MONDAY - n, value: n }))
  const answer = await admin('/api/equipment/lift-1/telemetry?metric=carSpeed')
  expect(answer).toMatchObject({
    status: 422,
    body: { error: { code: 'RANGE_TOO_LONG', details: { maxPoints: 20_000 } } },
  })
  around.points.length = 20_000
  expect((await admin('/api/equipment/lift-1/telemetry?metric=carSpeed')).body.points).toHaveLength(20_000)
})

test.each(['1m', 'PT1M', '60s', '60000'])('buckets every %s', async every => {
  const { admin, around } = await startTestDashboard()
  around.buckets = [{ ts: MONDAY, mean: 1.5, min: 1, max: 2, count: 2 }]
  const { body } = await admin(`/api/equipment/lift-1/telemetry?metric=carSpeed&every=${every}`)
  expect(body.points).toEqual([{ ts: '2026-11-23T03:00:00.000Z', mean: 1.5, min: 1, max: 2, count: 2 }])
})
