import { expect, test } from 'vitest'
import { startTestDashboard } from '../helpers/dashboard.ts'
import { MONDAY } from '../helpers/maintenance.ts'

const DAY_MS = 86_400_000
const BRAKE = {
  ...{ metric: 'brakeGap', fault: 'ELV-BRAKE-TREND', limit: 0.7, direction: 'up' as const, value: 0.5, ts: MONDAY },
  ...{ at: MONDAY + 40 * DAY_MS, from: MONDAY + 35 * DAY_MS, to: MONDAY + 46 * DAY_MS, confidence: 0.8, fires: false },
}

test('a forecast has its times as text', async () => {
  const { admin, around } = await startTestDashboard()
  around.forecasts = [BRAKE, { metric: 'carSpeed', reason: 'noLimit' }]
  const { status, body } = await admin('/api/equipment/lift-1/forecast')
  expect(status).toBe(200)
  expect(body.items[0]).toMatchObject({ at: '2027-01-02T03:00:00.000Z', from: '2026-12-28T03:00:00.000Z' })
  expect(body.items[1]).toEqual({ metric: 'carSpeed', reason: 'noLimit' })
})

test('of what is out of service nothing is foretold, until it is back', async () => {
  const { admin, around } = await startTestDashboard()
  around.forecasts = [BRAKE, { metric: 'carSpeed', reason: 'noLimit' }]
  const items = async () => (await admin('/api/equipment/lift-1/forecast')).body.items
  const { body } = await admin('POST /api/out-of-service', { equipment: 'lift-1', reason: 'rebuilt' })
  const [brake, speed] = await items()
  expect(brake).toMatchObject({ reason: 'outOfService', limit: 0.7, value: 0.5 })
  for (const name of ['at', 'from', 'to', 'confidence', 'fires']) expect(brake).not.toHaveProperty(name)
  expect(speed.reason).toBe('noLimit')
  await admin(`POST /api/out-of-service/${body.id}/end`, {})
  expect((await items())[0].reason).toBeUndefined()
})

test('who does not see the site does not see the forecast', async () => {
  const { as } = await startTestDashboard()
  const stranger = await as('viewer', ['s2'])
  expect((await stranger('/api/equipment/lift-1/forecast')).status).toBe(404)
})
