import { expect, test } from 'vitest'
import { eventually, startTestService, type TestService } from '../../helpers/service.ts'

/** A call of the contract's table, what it is given, and the names that its answer (each item of a list) carries. */
type Call = readonly [call: string, status: number, fields: readonly string[], body?: object]

const EQUIPMENT = ['id', 'site', 'gateway', 'class', 'name', 'params', 'state', 'dataAgeMs', 'health', 'openFaults']
const FAULT = ['id', 'equipment', 'site', 'code', 'severity', 'state', 'firedAt']
const TICKET = ['id', 'fault', 'equipment', 'priority', 'status', 'technician', 'clocks', 'parts', 'timeline']
const PART = ['partNo', 'onHand', 'reserved', 'available', 'incoming']
const USER = { username: 'li', password: 'correct-horse-2', role: 'viewer' }
const LIMIT = { type: 'threshold', metric: 'motorTemperature', op: '>', value: 90 }
const RULE = {
  code: 'MY-HOT',
  class: 'elevator',
  name: 'Hot',
  condition: LIMIT,
  clear: { ...LIMIT, op: '<', value: 80 },
}

const ANALYTICS = ['reliability', 'causes', 'sla', 'satisfaction', 'technicians', 'predictions', 'alarms']
const PERIOD = 'from=2026-01-01T00:00:00Z&to=2026-12-31T00:00:00Z&site=s1'

const callsAbout = (fault: string, ticket: string): readonly Call[] => [
  ['GET /session', 200, ['user']],
  ['GET /sites', 200, ['id', 'name', 'timezone']],
  ['POST /sites', 201, ['id', 'name', 'timezone'], { id: 's2', name: 'Two', timezone: 'Asia/Shanghai' }],
  ['GET /gateways', 200, ['id', 'site']],
  ['POST /gateways', 201, ['id', 'site', 'password'], { id: 'gw-2', site: 's2' }],
  ['GET /equipment', 200, EQUIPMENT],
  ['GET /equipment/lift-1', 200, EQUIPMENT],
  ['PATCH /equipment/lift-1', 200, EQUIPMENT, { name: 'Lift A' }],
  ['GET /equipment/lift-1/forecast', 200, ['metric', 'reason']],
  [`GET /faults?state=active&equipment=lift-1&severity=major`, 200, FAULT],
  [`POST /faults/${fault}/acknowledge`, 200, [...FAULT, 'acknowledgedAt'], {}],
  [`POST /faults/${fault}/shelve`, 200, [...FAULT, 'shelvedUntil'], { until: Date.now() + 60_000, reason: 'test' }],
  ['GET /tickets', 200, TICKET],
  [`GET /tickets/${ticket}`, 200, TICKET],
  ['POST /tickets', 201, ['id', 'equipment', 'priority', 'status'], { equipment: 'lift-1', title: 'Noise' }],
  [`POST /tickets/${ticket}/transitions`, 200, TICKET, { to: 'acknowledged' }],
  ['GET /parts', 200, PART],
  ['POST /parts', 201, PART, { partNo: 'MY-1', name: 'Own', onHand: 2 }],
  ['PATCH /parts/MY-1', 200, PART, { minStock: 1 }],
  ['GET /reservations', 200, ['partNo', 'quantity', 'status', 'ticket']],
  ['POST /purchase-orders', 201, ['id', 'partNo', 'quantity', 'status'], { partNo: 'MY-1', quantity: 2 }],
  ['GET /purchase-orders', 200, ['id', 'partNo', 'quantity', 'status']],
  ['GET /technicians', 200, ['id', 'name', 'skills']],
  ['POST /technicians', 201, ['id'], { id: 'wang', name: '王', skills: ['SK-ELV-T'] }],
  ['PATCH /technicians/wang', 200, ['id'], { phone: '13800000000' }],
  ['GET /plans', 200, ['code', 'interval', 'items']],
  ['PATCH /plans/PM-ELV-HM', 200, ['code', 'version'], { version: 0, sites: [{ site: 's1', fromDay: '2026-11-01' }] }],
  ['GET /rules', 200, ['code', 'class', 'rule']],
  ['POST /rules', 201, ['code', 'class', 'rule'], RULE],
  ['PATCH /rules/MY-HOT', 200, ['code', 'version'], { severity: 'general' }],
  ['POST /users', 201, ['username', 'role', 'sites'], USER],
  ['GET /users', 200, ['username', 'role', 'sites']],
  ['PATCH /users/li', 200, ['username', 'role'], { role: 'technician' }],
  ...ANALYTICS.map((report): Call => [`GET /analytics/${report}?${PERIOD}`, 200, ['query']]),
  ['GET /rejected', 200, ['reason', 'payload']],
  ['DELETE /session', 204, []],
]

async function withFault() {
  const service = await startTestService()
  const password = await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  await service.api('POST /technicians', { id: 'zhang', name: '张', skills: ['SK-ELV-T'] })
  const mqtt = await service.mqtt('gw-1', password)
  const publish = (text: string) => mqtt.publishAsync('facility/v1/s1/gw-1/lift-1/telemetry', text, { qos: 1 })
  await publish('{"metrics":')
  await publish(JSON.stringify({ metrics: { carDirection: 1, carSpeed: 2.5 } }))
  const [ticket] = await eventually(
    async () => (await service.api('/tickets')).body.items,
    items => items.length > 0,
  )
  return { service, fault: ticket.fault as string, ticket: ticket.id as string }
}

const lacks = (fields: readonly string[], item: object | undefined) => fields.filter(name => !(name in (item ?? {})))

test('every call of the table answers with what the table says, and lists are {items, nextCursor?}', async () => {
  const { service, fault, ticket } = await withFault()
  for (const [call, status, fields, given] of callsAbout(fault, ticket)) {
    const { body, ...answer } = await service.api(call, given)
    expect([call, answer.status, JSON.stringify(body?.error)]).toEqual([call, status, undefined])
    const isList = call.startsWith('GET') && 'items' in body
    expect([call, isList && body.items.length === 0]).toEqual([call, false])
    for (const item of isList ? body.items : [body]) expect([call, lacks(fields, item)]).toEqual([call, []])
  }
})

test('a plan is added as it is read', async () => {
  const { api } = await startTestService()
  const [shipped] = (await api('/plans')).body.items
  const { version: _, shipped: __, ...plan } = shipped
  const made = await api('POST /plans', { ...plan, code: 'MY-PLAN', sites: [] })
  expect([made.status, made.body]).toEqual([201, expect.objectContaining({ code: 'MY-PLAN', items: plan.items })])
})

test('a list of more than fits ends with a cursor that leads on', async () => {
  const { service } = await withFault()
  const first = (await service.api('/parts?limit=2')).body
  const second = (await service.api(`/parts?limit=2&cursor=${encodeURIComponent(first.nextCursor)}`)).body
  expect([first.items.length, second.items.length]).toEqual([2, 2])
  expect(second.items[0].partNo > first.items[1].partNo).toBe(true)
})

const send = async ({ url }: TestService, path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${url}${path}`, init)
  return { answer, text: await answer.text() }
}
const post = (body: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

test('a token opens the API as its person, and what is refused has a coded error', async () => {
  const { service } = await withFault()
  const { token } = (await service.api('POST /tokens', { name: 'script' })).body
  const bearer = { headers: { authorization: `Bearer ${token}` } }
  expect(JSON.parse((await send(service, '/api/session', bearer)).text).user.username).toBe('admin')
  const refused = [
    ['/api/tickets', {}, 401],
    ['/api/session', post({ username: 'admin', password: 'wrong' }), 401],
    ['/api/equipment/none', bearer, 404],
    ['/api/none', bearer, 404],
    ['/api/faults?state=odd', bearer, 400],
  ] as const
  for (const [path, init, status] of refused) {
    const { answer, text } = await send(service, path, init)
    const error = { code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) }
    expect([path, answer.status, JSON.parse(text)]).toEqual([path, status, { error: expect.objectContaining(error) }])
  }
})

test('residents report, look and answer without a log-in; so do probes and readers of the description', async () => {
  const { service, ticket } = await withFault()
  const report = await send(service, '/api/public/reports', post({ equipment: 'lift-1', trouble: 'abnormal' }))
  expect([report.answer.status, report.text]).toEqual([201, expect.stringContaining('"token"')])
  const { token } = JSON.parse(report.text)
  const seen = await send(service, `/api/public/reports/${token}`)
  expect([seen.answer.status, JSON.parse(seen.text)]).toEqual([
    200,
    expect.objectContaining({ ticket: expect.any(String) }),
  ])
  const survey = await send(service, '/api/public/surveys/unknown-token-of-nobody', post({ score: 5 }))
  expect(JSON.parse(survey.text).error.code).toMatch(/^[A-Z_]+$/)
  for (const path of ['/livez', '/readyz', '/metrics', '/api/openapi.json', '/api/asyncapi.json', '/api/docs'])
    expect([path, (await send(service, path)).answer.status]).toEqual([path, 200])
  expect(ticket).toMatch(/^[a-z0-9-]{1,64}$/)
})
