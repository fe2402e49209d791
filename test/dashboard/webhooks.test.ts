import { expect, test, vi } from 'vitest'
import { startTestDashboard } from '../helpers/dashboard.ts'
import { startHookServer } from '../helpers/hookServer.ts'
import { transition } from '../helpers/maintenance.ts'

test('a webhook is added, tried, told, changed and removed over the API; its secret is shown once', async () => {
  const hooks = await startHookServer()
  const { admin, maintenance } = await startTestDashboard({ webhookAllow: ['127.0.0.1'] })
  const made = await admin('POST /api/webhooks', { name: 'ERP', url: hooks.url, events: ['opened'], sites: ['s1'] })
  expect(made).toMatchObject({ status: 201, body: { active: true, secret: expect.stringMatching(/^whsec_/) } })
  const { id, secret } = made.body
  expect(await admin(`POST /api/webhooks/${id}/test`)).toMatchObject({ status: 200, body: { status: 200 } })
  expect(hooks.heard[0]?.key).toMatch(/^test\//)
  await maintenance.handle([transition('f-1', 'lift-1', 'ELV-OVERTRAVEL')])
  await vi.waitFor(() => expect(hooks.heard).toHaveLength(2), { timeout: 10_000 })
  await vi.waitFor(async () => {
    const { body } = await admin(`/api/webhook-deliveries?webhook=${id}`)
    expect(body.items).toMatchObject([{ state: 'delivered', event: 'opened', attempts: 1, status: 200 }])
  })
  const { body } = await admin('/api/webhooks')
  expect(body.items).toMatchObject([{ id, failures: 0, waiting: 0, last: { status: 200 } }])
  expect(JSON.stringify(body)).not.toContain(secret)
  expect((await admin(`PATCH /api/webhooks/${id}`, { active: false })).body).toMatchObject({ active: false })
  expect((await admin(`POST /api/webhooks/${id}/revive`)).body).toEqual({ revived: 0 })
  expect((await admin(`DELETE /api/webhooks/${id}`)).status).toBe(204)
  expect((await admin(`POST /api/webhooks/${id}/test`)).body.error.code).toBe('NOT_FOUND')
})

test('what cannot be a webhook is refused with its code', async () => {
  const { admin, as } = await startTestDashboard()
  const refused = async (body: object) => (await admin('POST /api/webhooks', body)).body.error.code
  const url = 'https://example.com/'
  expect(await refused({ name: 'x', url: 'https://192.168.0.1/' })).toBe('WEBHOOK_ADDRESS')
  expect(await refused({ name: 'x', url, sites: ['s9'] })).toBe('UNKNOWN_SITE')
  expect(await refused({ name: 'x', url, events: ['nothing'] })).toBe('BAD_REQUEST')
  expect(await refused({ name: 'x', url, secret: 'short' })).toBe('BAD_REQUEST')
  const local = await as('admin', ['s1'])
  expect((await local('/api/webhooks')).status).toBe(403)
})
