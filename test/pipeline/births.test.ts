import { expect, test } from 'vitest'
import { eventually, startTestService } from '../helpers/service.ts'

test('a gateway that nobody told about its lift: named in the birth, watched at once, confirmed by a person', async () => {
  const { api, register, mqtt } = await startTestService()
  const password = await register('gw-new', [])
  const gateway = await mqtt('gw-new', password)
  const topic = 'facility/v1/s1/gw-new'
  const birth = { session: 'a', equipment: [{ id: 'lift-new', class: 'elevator', name: 'Lift at the back' }] }
  const message = (seq: number) => ({ session: 'a', seq, metrics: { carSpeed: 1 } })
  await gateway.publishAsync(`${topic}/birth`, JSON.stringify(birth), { qos: 1, retain: true })
  for (const seq of [0, 1])
    await gateway.publishAsync(`${topic}/lift-new/telemetry`, JSON.stringify(message(seq)), { qos: 1 })

  expect((await api('/rejected')).body.items).toEqual([])
  const watched = await eventually(
    () => api('/equipment/lift-new'),
    ({ body }) => body.lastSeen !== undefined,
  )
  expect(watched.body).toMatchObject({ name: 'Lift at the back', class: 'elevator', confirmed: false, state: 'normal' })
  const plated = { ...birth, equipment: [{ ...birth.equipment[0], model: 'TKJ1000' }] }
  await gateway.publishAsync(`${topic}/birth`, JSON.stringify(plated), { qos: 1, retain: true })
  await eventually(
    () => api('/equipment/lift-new'),
    ({ body }) => body.params.model === 'TKJ1000',
  )
  const changed = await api('PATCH /equipment/lift-new', { confirmed: true })
  expect(changed).toMatchObject({ status: 200, body: { confirmed: true, name: 'Lift at the back' } })
  expect((await api('/equipment')).body.items).toMatchObject([{ id: 'lift-new', confirmed: true }])
  expect((await api('/gateways')).body.items).toMatchObject([{ id: 'gw-new', gaps: 0, missing: 0 }])
  const { body: system } = await api('/system')
  expect(system.ingest).toMatchObject({
    alarms: [],
    sequences: { gaps: 0, missing: 0 },
    readers: { rules: expect.anything() },
  })
})
