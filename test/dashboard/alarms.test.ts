import { expect, test } from 'vitest'
import type { Delta, Snapshot } from '#domain/changes.ts'
import { startTestDashboard } from '../helpers/dashboard.ts'
import { MONDAY, transition } from '../helpers/maintenance.ts'

const iso = (ms: number) => new Date(ms).toISOString()
const HOUR = 3_600_000

test('windows and incidents come over their channels, and only to who sees their site', async () => {
  const dashboard = await startTestDashboard()
  const client = await dashboard.connect({ cookie: await dashboard.logIn('admin') })
  const snapshot = async (channel: string) =>
    (await client.emitWithAck('watch', { channel })) as Snapshot<{ id: string }>
  expect((await snapshot('windows')).items).toEqual([])
  expect((await snapshot('incidents')).items).toEqual([])
  const next = (event: 'window:delta' | 'incident:delta') =>
    new Promise<Delta<Record<string, unknown>>>(resolve => client.once(event, delta => resolve(delta as never)))

  const told = next('window:delta')
  const planned = await dashboard.admin('POST /api/windows', {
    ...{ site: 's1', kind: 'maintenance', equipment: ['lift-1'], reason: 'service', contact: 'Li' },
    endsAt: iso(MONDAY + HOUR),
  })
  expect(planned.status).toBe(201)
  expect((await told).changes).toMatchObject([
    { op: 'upsert', item: { id: planned.body.id, endsAt: iso(MONDAY + HOUR) } },
  ])

  await dashboard.maintenance.registry.changeEquipment('lift-2', { fedBy: 'feeder-1' })
  const opened = next('incident:delta')
  await dashboard.maintenance.handle([transition('trip', 'feeder-1', 'FDC-TRIP')])
  const [change] = (await opened).changes
  expect(change?.item).toMatchObject({ kind: 'supply', about: 'feeder-1', cause: 'trip' })

  const foreign = await dashboard.as('dispatcher', ['s2'])
  for (const path of [
    `/api/windows/${planned.body.id}`,
    `/api/incidents/${change?.item.id}`,
    '/api/faults/trip/history',
  ])
    expect([path, (await foreign(path)).status]).toEqual([path, 404])
  for (const list of ['windows', 'incidents', 'out-of-service'])
    expect((await foreign(`/api/${list}`)).body.items).toEqual([])
  for (const [call, body] of [
    [`POST /api/windows/${planned.body.id}/end`, {}],
    [`POST /api/windows/${planned.body.id}/extend`, { endsAt: iso(MONDAY + 2 * HOUR), reason: 'x' }],
    [`POST /api/incidents/${change?.item.id}/acknowledge`, {}],
    ['POST /api/out-of-service', { equipment: 'lift-1', reason: 'x' }],
    ['POST /api/faults/trip/unshelve', {}],
  ] as const)
    expect([call, (await foreign(call, body)).status]).toEqual([call, 404])
})

test('the numbers of alarm management are read by all, changed by an administrator, and kept with who did', async () => {
  const dashboard = await startTestDashboard()
  const dispatcher = await dashboard.as('dispatcher')
  const { body } = await dispatcher('/api/alarm-policy')
  expect(body).toMatchObject({ version: 0, policy: { standingAfterMin: 1440 } })
  const change = { version: 0, policy: { ...body.policy, standingAfterMin: 60 } }
  expect((await dispatcher('PUT /api/alarm-policy', change)).status).toBe(403)
  expect((await dashboard.admin('PUT /api/alarm-policy', { ...change, policy: { flood: {} } })).status).toBe(400)
  const note = 'operators lost sight of them'
  expect((await dashboard.admin('PUT /api/alarm-policy', { ...change, note: ' ' })).status).toBe(400)
  expect((await dashboard.admin('PUT /api/alarm-policy', { ...change, note })).body).toMatchObject({
    version: 1,
    by: 'admin',
    note,
  })
  expect((await dashboard.admin('PUT /api/alarm-policy', change)).body.error.code).toBe('STALE_VERSION')
  expect((await dashboard.admin('/api/alarm-policy/history')).body.items).toMatchObject([
    { version: 1, by: 'admin', note, policy: { standingAfterMin: 60 } },
    { version: 0, policy: { standingAfterMin: 1440 } },
  ])
  await dashboard.maintenance.handle([transition('f-1', 'lift-1', 'ELV-LEVEL')])
  await dashboard.maintenance.sweepAt(MONDAY + HOUR)
  expect((await dispatcher('/api/faults?is=standing')).body.items).toHaveLength(1)
})

test('equipment behind a silent gateway is not known of, whatever was heard before', async () => {
  const dashboard = await startTestDashboard()
  const { registry } = dashboard.maintenance
  dashboard.around.lastSeen.set('lift-1', MONDAY - 1000)
  await registry.noteGateway('gw1', { online: true, session: 'a', at: MONDAY - 5000 })
  expect((await dashboard.admin('/api/equipment/lift-1')).body.unknownBecause).toBeUndefined()
  await registry.noteGateway('gw1', { online: false, session: 'a', at: MONDAY })
  const { body } = await dashboard.admin('/api/equipment/lift-1')
  expect(body).toMatchObject({ state: 'stale', unknownBecause: { gateway: 'gw1' } })
})
