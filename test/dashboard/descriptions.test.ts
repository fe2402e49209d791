import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { UP_KINDS } from '#domain/topics.ts'
import { accessOf } from '../../dashboard/server/auth/access.ts'
import { startTestDashboard, type TestDashboard } from '../helpers/dashboard.ts'
import { expandReferences, resolveReference } from '../helpers/expandReferences.ts'
import { transition } from '../helpers/maintenance.ts'

// biome-ignore lint/suspicious/noExplicitAny: a document of many shapes
type Document = any

const documents = async (): Promise<{ openapi: Document; asyncapi: Document; dashboard: TestDashboard }> => {
  const dashboard = await startTestDashboard()
  const read = async (path: string) => (await dashboard.anonymous(path)).body
  return { openapi: await read('/api/openapi.json'), asyncapi: await read('/api/asyncapi.json'), dashboard }
}

/** Every reference of a document, which has to lead somewhere. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, v]) => (key === '$ref' && typeof v === 'string' ? [v] : references(v)))
}
test('the OpenAPI document has every route, with its answer, its refusals and who may call it', async () => {
  const { openapi, dashboard } = await documents()
  expect(openapi.openapi).toBe('3.1.0')
  const routes = dashboard.routes.filter(
    r => r.method !== 'HEAD' && !/^\/(\*|api\/(docs|openapi|asyncapi))/.test(r.url),
  )
  for (const { method, url } of routes) {
    const operation = openapi.paths[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    expect([method, url, operation !== undefined]).toEqual([method, url, true])
    expect(Object.keys(operation.responses)).toEqual(
      expect.arrayContaining(['default', expect.stringMatching(/^20[014]$/)]),
    )
    const open = accessOf(method, url) === 'public'
    expect([url, operation.security]).toEqual([url, open ? [] : undefined])
  }
  expect(Object.values(openapi.paths as object).flatMap(Object.keys)).toHaveLength(routes.length)
  for (const ref of references(openapi).filter(r => r.startsWith('#/components/')))
    expect([ref, resolveReference(openapi, ref) !== undefined]).toEqual([ref, true])
  expect(openapi.components.schemas).toMatchObject({ Ticket: {}, Fault: {}, Equipment: {} })
  const { schema } = openapi.paths['/api/tickets'].post.requestBody.content['application/json']
  expect(schema).toMatchObject({ required: ['equipment'], additionalProperties: false })
})

test('the AsyncAPI document has every topic and every event', async () => {
  const { asyncapi } = await documents()
  expect(asyncapi.asyncapi).toBe('3.0.0')
  const addresses = Object.values(asyncapi.channels as Record<string, { address: string }>).map(c => c.address)
  for (const kind of UP_KINDS)
    expect(addresses.some(a => a.startsWith('facility/v1/{site}/{gateway}/') && a.endsWith(kind))).toBe(true)
  expect(addresses).toEqual(
    expect.arrayContaining(['facility/v1/{site}/fault/{equipment}/{code}', 'facility/v1/{site}/ticket/{ticket}']),
  )
  const events = Object.values(asyncapi.channels.live.messages as Record<string, { name: string }>).map(m => m.name)
  expect(new Set(events)).toEqual(
    new Set([
      ...['hello', 'tick', 'metric:points', 'watch', 'unwatch', 'sync'],
      ...['fault', 'ticket', 'equipment', 'part', 'system', 'incident', 'window', 'complaint'].map(
        noun => `${noun}:delta`,
      ),
    ]),
  )
  for (const ref of references(asyncapi))
    expect([ref, resolveReference(asyncapi, ref) !== undefined]).toEqual([ref, true])
  for (const operation of Object.values(asyncapi.operations as Record<string, { action: string }>))
    expect(['send', 'receive']).toContain(operation.action)
})

/** The catalogue, whose conditions refer to themselves, has a test of its own. */
const GETS: [path: string, url: string][] = [
  ['/api/session', '/api/session'],
  ['/api/sites', '/api/sites'],
  ['/api/gateways', '/api/gateways'],
  ['/api/equipment', '/api/equipment'],
  ['/api/equipment/lift-1', '/api/equipment/{id}'],
  ['/api/equipment/lift-1/telemetry?metric=carSpeed', '/api/equipment/{id}/telemetry'],
  ['/api/equipment/lift-1/forecast', '/api/equipment/{id}/forecast'],
  ['/api/faults', '/api/faults'],
  ['/api/incidents', '/api/incidents'],
  ['/api/windows', '/api/windows'],
  ['/api/out-of-service', '/api/out-of-service'],
  ['/api/alarm-policy', '/api/alarm-policy'],
  ['/api/faults/f-1', '/api/faults/{id}'],
  ['/api/tickets', '/api/tickets'],
  ['/api/parts?limit=3', '/api/parts'],
  ['/api/reservations', '/api/reservations'],
  ['/api/purchase-orders', '/api/purchase-orders'],
  ['/api/technicians', '/api/technicians'],
  ['/api/users', '/api/users'],
  ['/api/analytics/causes', '/api/analytics/causes'],
  ['/api/analytics/reliability', '/api/analytics/reliability'],
  ['/api/analytics/repairs', '/api/analytics/repairs'],
  ['/api/analytics/sla', '/api/analytics/sla'],
  ['/api/analytics/satisfaction', '/api/analytics/satisfaction'],
  ['/api/analytics/technicians', '/api/analytics/technicians'],
  ['/api/analytics/alarms', '/api/analytics/alarms'],
  ['/api/analytics/backlog', '/api/analytics/backlog'],
  ['/api/report-policy', '/api/report-policy'],
  ['/api/rejected', '/api/rejected'],
  ['/api/system', '/api/system'],
  ['/readyz', '/readyz'],
]

/** The names in an answer that its schema does not know. */
function undeclared(schema: Document, value: Document, at = ''): string[] {
  if (Array.isArray(value))
    return value.flatMap((one, i) => undeclared(schema?.items ?? pick(schema, value)?.items, one, `${at}/${i}`))
  if (typeof value !== 'object' || value === null) return []
  const properties = schema?.properties
  if (!properties) return []
  return Object.entries(value).flatMap(([key, v]) =>
    key in properties ? undeclared(properties[key], v, `${at}/${key}`) : [`${at}/${key}`],
  )
}
const pick = (schema: Document, value: unknown): Document =>
  schema?.anyOf?.find((one: Document) => Value.Check(one, value))

test('what the API answers is what its description says', async () => {
  const { openapi, dashboard } = await documents()
  const { admin, maintenance, around } = dashboard
  await admin('POST /api/technicians', { id: 'zhang', name: '张', skills: ['SK-ELV-T'], phone: '13800000000' })
  await maintenance.handle([transition('f-1', 'lift-1', 'ELV-OVERTRAVEL')])
  const [ticket] = (await admin('/api/tickets')).body.items
  await admin(`POST /api/tickets/${ticket.id}/transitions`, { to: 'dispatched' })
  await admin('POST /api/faults/f-1/acknowledge', { comment: 'seen' })
  around.points = [{ ts: maintenance.clock.now() - 1000, value: 1.5 }]
  around.lastSeen.set('lift-1', maintenance.clock.now())
  around.rejections = [
    { id: 1, receivedAt: 1, topic: 't', gateway: 'gw1', reason: 'JSON_INVALID', detail: 'd', payload: '{' },
  ]
  for (const [path, url] of [...GETS, [`/api/tickets/${ticket.id}`, '/api/tickets/{id}'] as const]) {
    const { body, status } = await admin(path)
    const response = openapi.paths[url].get.responses[200].content['application/json'].schema
    const schema = expandReferences(openapi, response)
    expect([path, status]).toEqual([path, 200])
    expect([path, [...Value.Errors(schema, body)].slice(0, 3)]).toEqual([path, []])
    expect([path, undeclared(schema, body)]).toEqual([path, []])
  }
})

test('the page that shows the API works under a policy without inline scripts', async () => {
  const { dashboard } = await documents()
  const page = await dashboard.anonymous('/api/docs/')
  expect(page.status).toBe(200)
  expect(String(page.headers['content-security-policy'])).toMatch(/script-src 'self'/)
  expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/)
  const scripts = [...String(page.body).matchAll(/src="([^"]+)"/g)].map(
    ([, src]) => new URL(src as string, 'http://x/api/docs/').pathname,
  )
  for (const path of scripts) expect([path, (await dashboard.anonymous(path)).status]).toEqual([path, 200])
})
