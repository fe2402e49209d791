import sharp from 'sharp'
import { expect, test } from 'vitest'
import { SHIPPED_INTAKE } from '#domain/shippedPolicies.ts'
import { startTestDashboard } from '../../helpers/dashboard.ts'

const STUCK = { equipment: 'lift-1', trouble: 'outOfOrder', words: '按了没反应', contact: { phone: '13812345678' } }
const picture = () =>
  sharp({ create: { width: 20, height: 20, channels: 3, background: '#246' } })
    .png()
    .toBuffer()

test('a resident reports, adds a photo and follows it, without a log-in; nothing internal is told', async () => {
  const { anonymous, as } = await startTestDashboard()
  const made = await anonymous('POST /api/public/reports', STUCK)
  expect(made).toMatchObject({ status: 201, body: { ticket: 't-1', joined: false, danger: false } })
  expect(made.body.token).toMatch(/^[\w-]{32}$/)
  const link = `/api/public/reports/${made.body.token}`
  const photo = await anonymous(`POST ${link}/photos`, await picture(), { 'content-type': 'image/png' })
  expect(photo).toMatchObject({ status: 201, body: { number: 1, width: 20 } })
  const shown = await anonymous(link)
  expect(shown).toMatchObject({
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: { ticket: 't-1', place: 'lift-1 · Site one', photos: 1, steps: [{ step: 'received' }] },
  })
  expect(JSON.stringify(shown.body)).not.toMatch(/138|zhang|r-1|SK-/)
  const seen = await anonymous(`${link}/photos/1`)
  expect(seen).toMatchObject({ status: 200, headers: { 'content-type': 'image/jpeg' } })
  expect((await anonymous(`/api/tickets/t-1/reports/r-1/photos/1`)).status).toBe(401)

  const viewer = await as('viewer')
  expect((await viewer('/api/tickets/t-1/reports/r-1/photos/1')).status).toBe(200)
  expect((await viewer('/api/tickets/t-1/reports')).body.items).toMatchObject([
    { words: '按了没反应', contact: { phone: '138******78' }, masked: true, photos: [{ number: 1 }] },
  ])
  expect((await (await as('dispatcher'))('/api/tickets/t-1/reports')).body.items[0].contact).toEqual(STUCK.contact)
})

test('in danger the answer and the status carry whom to call, the site’s own numbers first', async () => {
  const { anonymous, admin } = await startTestDashboard()
  const guard = { phone: '021-5550 0110', name: 'Guard', name_zh: '中控室' }
  const policy = { ...SHIPPED_INTAKE, sitePhones: { s1: [guard] } }
  expect((await admin('PUT /api/intake-policy', { version: 0, policy })).status).toBe(200)
  const made = await anonymous('POST /api/public/reports', { equipment: 'lift-1', trouble: 'trapped' })
  expect(made.body.phones.map((p: { phone: string }) => p.phone)).toEqual([guard.phone, '119', '120', '96333'])
  expect((await anonymous(`/api/public/reports/${made.body.token}`)).body.phones[0]).toEqual(guard)
  expect((await anonymous('/api/public/places/lift-1')).body.phones[0]).toEqual(guard)
  const stale = await admin('PUT /api/intake-policy', { version: 0, policy })
  expect(stale).toMatchObject({ status: 409, body: { error: { code: 'STALE_VERSION' } } })
})

test('a label tells what may be reported there; a site what may be chosen; neither lists what strangers need not know', async () => {
  const { anonymous } = await startTestDashboard()
  const lift = (await anonymous('/api/public/places/lift-1')).body
  expect(lift).toMatchObject({ site: { id: 's1' }, equipment: { id: 'lift-1' }, choices: [] })
  expect(lift.troubles[0]).toEqual({ code: 'trapped', name: 'Somebody is trapped', name_zh: '有人被困', danger: true })
  const pump = (await anonymous('/api/public/places/pump-1')).body
  expect(pump.troubles.map((t: { code: string }) => t.code)).not.toContain('trapped')
  const site = (await anonymous('/api/public/places/s1')).body
  expect(site.choices.map((c: { id: string }) => c.id)).toEqual(['lift-1', 'lift-2'])
  expect((await anonymous('/api/public/places')).body.choices.map((c: { id: string }) => c.id)).toEqual(['s1', 's2'])
  expect((await anonymous('/api/public/places/nowhere')).status).toBe(404)
})

test('who cannot name the equipment says where it is at the site; the desk finds out what it is', async () => {
  const { anonymous, as } = await startTestDashboard()
  const site = (await anonymous('/api/public/places/s1')).body
  expect(site).not.toHaveProperty('equipment')
  expect(site.kinds).toContainEqual({ code: 'elevator', name: expect.any(String), name_zh: expect.any(String) })
  const leak = { site: 's1', trouble: 'leak', place: 'Building 3, lobby', seems: 'elevator' }
  const made = await anonymous('POST /api/public/reports', leak)
  expect(made).toMatchObject({ status: 201, body: { ticket: 't-1' } })
  expect((await anonymous(`/api/public/reports/${made.body.token}`)).body.place).toBe('Site one · Building 3, lobby')
  const { place: _, ...nowhere } = leak
  expect(await anonymous('POST /api/public/reports', nowhere)).toMatchObject({ status: 400 })

  const desk = await as('dispatcher')
  expect((await desk('/api/equipment/s1-place')).body).toMatchObject({ class: 'place', state: 'normal' })
  const path = 'POST /api/tickets/t-1/equipment'
  expect(await (await as('technician'))(path, { equipment: 'lift-1' })).toMatchObject({ status: 403 })
  expect(await desk(path, { equipment: 'lift-1', version: 7 })).toMatchObject({ status: 409 })
  const located = await desk(path, { equipment: 'lift-1', version: 1 })
  expect(located).toMatchObject({ status: 200, body: { id: 't-1', equipment: 'lift-1', version: 2 } })
  expect((await anonymous(`/api/public/reports/${made.body.token}`)).body.place).toBe('lift-1 · Site one')
  expect(await desk(path, { equipment: 'lift-2' })).toMatchObject({ body: { error: { code: 'EQUIPMENT_KNOWN' } } })
  const call = await desk('POST /api/reports', { ...leak, place: 'Building 4', channel: 'phone' })
  expect(call).toMatchObject({ status: 201, body: { joined: false } })
})

test('reports about places have a limit of their own, which does not take that of the equipment', async () => {
  const { anonymous, admin } = await startTestDashboard()
  const policy = { ...SHIPPED_INTAKE, rates: { ...SHIPPED_INTAKE.rates, perSite: 2 } }
  await admin('PUT /api/intake-policy', { version: 0, policy })
  const tell = (n: number) => anonymous('POST /api/public/reports', { site: 's1', trouble: 'leak', place: `${n}` })
  expect([(await tell(1)).status, (await tell(2)).status, (await tell(3)).status]).toEqual([201, 201, 429])
  expect((await anonymous('POST /api/public/reports', STUCK)).status).toBe(201)
})

test.each([
  ['an equipment that is not there', { ...STUCK, equipment: 'lift-77' }, 404, 'NOT_FOUND'],
  ['a trouble that is not there', { ...STUCK, trouble: 'ghosts' }, 422, 'UNKNOWN_TROUBLE'],
  ['a trouble of other equipment', { ...STUCK, equipment: 'pump-1', trouble: 'trapped' }, 422, 'UNKNOWN_TROUBLE'],
  ['no trouble', { equipment: 'lift-1' }, 400, 'BAD_REQUEST'],
  ['a phone number with letters', { ...STUCK, contact: { phone: 'call me' } }, 400, 'BAD_REQUEST'],
  ['an empty contact', { ...STUCK, contact: {} }, 400, 'BAD_REQUEST'],
  ['blank words', { ...STUCK, words: '  ' }, 400, 'BAD_REQUEST'],
  ['words without end', { ...STUCK, words: 'x'.repeat(2001) }, 400, 'BAD_REQUEST'],
  ['a priority of the own choice', { ...STUCK, priority: 'P0' }, 400, 'BAD_REQUEST'],
  ['a channel of the own choice', { ...STUCK, channel: 'phone' }, 400, 'BAD_REQUEST'],
  ['a key that is no key', { ...STUCK, key: 'short' }, 400, 'BAD_REQUEST'],
  ['more than 16 KiB', JSON.stringify({ ...STUCK, words: 'x'.repeat(20_000) }), 413, 'PAYLOAD_TOO_LARGE'],
  ['text that is no JSON', '{"equipment"', 400, 'BAD_JSON'],
])('%s is refused with its code and leaves nothing', async (_what, body, status, code) => {
  const { anonymous, admin } = await startTestDashboard()
  expect(await anonymous('POST /api/public/reports', body)).toMatchObject({ status, body: { error: { code } } })
  expect((await admin('/api/tickets')).body.items).toEqual([])
})

test('a page of another site cannot report for its visitors', async () => {
  const { anonymous } = await startTestDashboard()
  const answer = await anonymous('POST /api/public/reports', STUCK, { origin: 'https://evil.example' })
  expect(answer).toMatchObject({ status: 403, body: { error: { code: 'FORBIDDEN' } } })
})

test('so many reports from one address, so many about one piece of equipment, then a wait', async () => {
  const { anonymous, admin, app, maintenance } = await startTestDashboard()
  const rates = { windowMin: 15, perAddress: 4, perEquipment: 3, perSite: 9 }
  await admin('PUT /api/intake-policy', { version: 0, policy: { ...SHIPPED_INTAKE, rates } })
  const report = (equipment: string) => anonymous('POST /api/public/reports', { ...STUCK, equipment })
  for (let n = 0; n < 3; n++) expect((await report('lift-1')).status).toBe(201)
  const refused = await report('lift-1')
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'TOO_MANY_REQUESTS' } } })
  expect(Number(refused.headers['retry-after'])).toBe(900)
  expect((await report('lift-2')).status).toBe(201)
  expect((await report('lift-2')).status).toBe(429)
  const neighbour = await app.inject({
    ...{ method: 'POST', url: '/api/public/reports', remoteAddress: '10.0.0.7' },
    payload: { ...STUCK, equipment: 'lift-2' },
  })
  expect(neighbour.statusCode).toBe(201)
  maintenance.clock.set(maintenance.clock.now() + 15 * 60_000)
  expect((await report('lift-1')).status).toBe(201)
})

test('what others say about a piece of equipment keeps nobody from telling of danger, and what is refused does not count', async () => {
  const { anonymous, admin, app } = await startTestDashboard()
  const rates = { windowMin: 15, perAddress: 4, perEquipment: 2, perSite: 9 }
  await admin('PUT /api/intake-policy', { version: 0, policy: { ...SHIPPED_INTAKE, rates } })
  for (let n = 0; n < 4; n++)
    await anonymous('POST /api/public/reports', { equipment: 'lift-1', trouble: n < 2 ? 'ghosts' : 'leak' })
  const from = async (remoteAddress: string, more: object) => {
    const payload = { equipment: 'lift-1', ...more }
    return (await app.inject({ method: 'POST', url: '/api/public/reports', remoteAddress, payload })).statusCode
  }
  expect((await admin('/api/tickets')).body.items).toHaveLength(1)
  expect(await from('10.0.0.7', { trouble: 'leak' })).toBe(429)
  expect(await from('10.0.0.7', { trouble: 'trapped' })).toBe(201)
  expect(await from('10.0.0.7', { trouble: 'leak', danger: true })).toBe(201)
  expect(await from('127.0.0.1', { trouble: 'trapped' })).toBe(429)
})

test('photos that cannot be used are refused with their codes; a wrong link takes none', async () => {
  const { anonymous } = await startTestDashboard()
  const { body } = await anonymous('POST /api/public/reports', STUCK)
  const link = `/api/public/reports/${body.token}/photos`
  const send = (bytes: Buffer | object, headers = {}) => anonymous(`POST ${link}`, bytes, headers)
  expect(await send(Buffer.from('#!/bin/sh'))).toMatchObject({
    status: 422,
    body: { error: { code: 'PHOTO_INVALID' } },
  })
  const large = await send(Buffer.alloc(11 * 1_048_576))
  expect(large).toMatchObject({ status: 413, body: { error: { code: 'PHOTO_TOO_LARGE' } } })
  const huge = await send(Buffer.alloc(22 * 1_048_576))
  expect(huge).toMatchObject({ status: 413, body: { error: { code: 'PAYLOAD_TOO_LARGE' } } })
  expect(await send({})).toMatchObject({ status: 415, body: { error: { code: 'UNSUPPORTED_MEDIA_TYPE' } } })
  for (const token of ['x', `${body.token.slice(1)}_`, '%00'])
    expect((await anonymous(`POST /api/public/reports/${token}/photos`, await picture())).status).toBeGreaterThan(399)
  expect((await anonymous(`/api/public/reports/${body.token}`)).body.photos).toBe(0)
})
