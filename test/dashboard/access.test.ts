import { expect, test } from 'vitest'
import { ROLES, SYSTEM } from '#domain/people.ts'
import { ACCESS, type Access } from '../../dashboard/server/auth/access.ts'
import { type Call, startTestDashboard, type TestDashboard } from '../helpers/dashboard.ts'
import { transition } from '../helpers/maintenance.ts'

/** Addresses with something in their place; `has` says what is there. */
const fill = (url: string, place: Record<string, string>): string =>
  url.replace(/:(\w+)/g, (_, name) => place[`:${name}`] ?? place[url] ?? 'nothing')

const ROUTES = Object.entries(ACCESS).map(([name, access]) => {
  const [method, url] = name.split(' ') as [string, string]
  return { method, url, access }
})
const protectedRoutes = ROUTES.filter(
  (r): r is typeof r & { access: Exclude<Access, 'public'> } => r.access !== 'public',
)

const call = (as: Call, { method, url }: { method: string; url: string }, place: Record<string, string> = {}) =>
  as(`${method} ${fill(url, place)}`, ['POST', 'PATCH'].includes(method) ? {} : undefined)

test('every route that is served has a row in the table, and every row a route', async () => {
  const { routes } = await startTestDashboard()
  const served = routes.filter(r => r.method !== 'HEAD' && !r.url.startsWith('/api/docs') && r.url !== '/*')
  expect(new Set(served.map(r => `${r.method} ${r.url}`))).toEqual(new Set(Object.keys(ACCESS)))
  for (const { access } of served) expect(access === 'public' || access.roles.length > 0).toBe(true)
})

test('a route without a row does not start', async () => {
  const { createApp } = await import('../../dashboard/server/http/app.ts')
  const { silentLog } = await import('#domain/log.ts')
  const { app } = await createApp({ sessions: {} as never, log: silentLog })
  expect(() => app.get('/api/forgotten', async () => 'secret')).toThrow('GET /api/forgotten')
})

test('without a session nothing but the public routes answers', async () => {
  const { anonymous } = await startTestDashboard()
  for (const route of protectedRoutes) {
    const answer = await call(anonymous, route)
    expect([route.url, answer.status, answer.body.error.code]).toEqual([route.url, 401, 'UNAUTHENTICATED'])
  }
})

test('each role is let in where the table says, and nowhere else', async () => {
  const { as } = await startTestDashboard()
  for (const role of ROLES) {
    const somebody = await as(role)
    for (const route of protectedRoutes) {
      const { status } = await call(somebody, route)
      expect([role, route.method, route.url, status === 403]).toEqual([
        role,
        route.method,
        route.url,
        !route.access.roles.includes(role),
      ])
    }
  }
})

test('who only reads can change nothing', () => {
  const own = /^\/api\/(?:tokens|calendar-links)/
  const changing = protectedRoutes.filter(r => r.method !== 'GET' && !own.test(r.url))
  expect(changing.filter(r => r.access.roles.includes('viewer'))).toEqual([])
  expect(changing.length).toBeGreaterThan(10)
})

/** A fault and a ticket at site s2, which the readers of the next tests may not see. */
async function troubleAtS2({
  maintenance,
  registry,
}: TestDashboard & { registry: TestDashboard['maintenance']['registry'] }) {
  await maintenance.handle([{ ...transition('f-foreign', 'lift-9', 'ELV-OVERTRAVEL'), site: 's2', class: 'elevator' }])
  const { items } = await maintenance.tickets.list({ site: 's2' })
  const report = await maintenance.intake.takeAtDesk(
    { equipment: 'lift-9', trouble: 'other', channel: 'phone', ticket: items[0]?.id as string },
    SYSTEM,
  )
  for (const id of [report.id, report.ticket])
    await maintenance.intake.addPhoto({ ...report, id }, BODIES['POST /api/tickets/:id/photos'] as Buffer, 'x')
  expect(registry.equipment('lift-9')?.site).toBe('s2')
  return { fault: 'f-foreign', ticket: items[0]?.id as string }
}

/** A PNG of one pixel. */
const DOT =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const BODIES: Record<string, object> = {
  'PATCH /api/equipment/:id': { name: 'mine' },
  'POST /api/equipment/:id/plate': { decision: 'keep', field: 'model', said: 'x' },
  'POST /api/equipment/:id/label': { number: 1, reason: 'x' },
  'POST /api/faults/:id/shelve': { until: '2026-11-24T00:00:00Z', reason: 'x' },
  'POST /api/faults/:id/reset': { note: 'x' },
  'POST /api/faults/:id/acknowledge': {},
  'POST /api/tickets/:id/transitions': { to: 'acknowledged' },
  'POST /api/tickets/:id/crew': { answer: 'accepted' },
  'POST /api/tickets/:id/equipment': { equipment: 'lift-9' },
  'POST /api/tickets/:id/photos': Buffer.from(DOT.slice(DOT.indexOf(',') + 1), 'base64'),
  'POST /api/tickets/:id/delays': { reason: 'x' },
  'POST /api/tickets/:id/pauses': { reason: 'forceMajeure', evidence: 'storm' },
  'POST /api/tickets/:id/verdict': { outcome: 'sensor', reason: 'x' },
  'POST /api/tickets/:id/checklist': { answers: [{ equipment: 'lift-9', item: 'ELV-HM-01', outcome: 'ok' }] },
  'POST /api/tickets/:id/signatures': { purpose: 'consent', name: 'x', party: 'owner', image: DOT },
}

test('what lies at another site is not there: no list shows it and no item can be read or changed', async () => {
  const dashboard = await startTestDashboard()
  const { fault, ticket } = await troubleAtS2({ ...dashboard, registry: dashboard.maintenance.registry })
  const local = await dashboard.as('dispatcher', ['s1'])
  const items: [string, string][] = [
    ['equipment', 'lift-9'],
    ['faults', fault],
    ['tickets', ticket],
  ]
  let tried = 0
  for (const [noun, id] of items)
    for (const { method, url } of protectedRoutes.filter(
      r => r.url.startsWith(`/api/${noun}/:id`) && !r.url.endsWith(':link'),
    )) {
      const path = `${method} ${url.replace(':id', id).replace(':report', 'r-1').replace(':number', '1')}${url.endsWith('telemetry') ? '?metric=carSpeed' : ''}`
      const answer = await local(path, method === 'GET' ? undefined : BODIES[`${method} ${url}`])
      expect([path, answer.status]).toEqual([path, 404])
      const all = await dashboard.admin(path, method === 'GET' ? undefined : BODIES[`${method} ${url}`])
      expect([path, all.status === 404]).toEqual([path, false])
      tried += 1
    }
  expect(tried).toBeGreaterThan(30)
  for (const list of [
    'sites',
    'gateways',
    'equipment',
    'faults',
    'tickets',
    'reservations',
    'tickets?site=s2',
    'equipment?site=s2',
  ]) {
    const shown = JSON.stringify((await local(`/api/${list}`)).body.items)
    expect([list, /s2|lift-9|gw2/.test(shown), shown.includes(`"${ticket}"`)]).toEqual([list, false, false])
  }
})

test('nobody opens a ticket or registers equipment at a foreign site', async () => {
  const { as, maintenance } = await startTestDashboard()
  const local = await as('dispatcher', ['s1'])
  expect((await local('POST /api/tickets', { equipment: 'lift-9', title: 'x' })).status).toBe(404)
  const equipment = { id: 'lift-8', site: 's2', gateway: 'gw2', class: 'elevator', name: 'x' }
  expect((await local('POST /api/equipment', equipment)).body.error.code).toBe('UNKNOWN_SITE')
  expect((await local('POST /api/technicians', { id: 'li', name: 'Li', skills: [], sites: ['s2'] })).status).toBe(422)
  expect(maintenance.registry.equipment('lift-8')).toBeUndefined()
  expect((await maintenance.tickets.list({})).items).toEqual([])
})

test('reports are about the own sites', async () => {
  const { as } = await startTestDashboard()
  const one = await as('viewer', ['s1'])
  expect((await one('/api/analytics/causes')).body.query.site).toBe('s1')
  expect((await one('/api/analytics/causes?site=s2')).status).toBe(403)
  expect((await one('/api/analytics/causes?site=nowhere')).status).toBe(403)
  const two = await as('viewer', ['s1', 's2'])
  expect((await two('/api/analytics/reliability')).status).toBe(400)
  expect((await two('/api/analytics/reliability?site=s2')).body.query.site).toBe('s2')
})

test('rejected messages of foreign gateways are not shown', async () => {
  const { as, around, admin } = await startTestDashboard()
  const rejection = { receivedAt: 1000, topic: 't', reason: 'JSON_INVALID' as const, detail: 'd', payload: 'secret' }
  around.rejections = [
    { ...rejection, id: 3, gateway: 'gw2' },
    { ...rejection, id: 2, gateway: 'gw1' },
    { ...rejection, id: 1, gateway: 'nobody' },
  ]
  const ids = (answer: { body: { items: { id: number }[] } }) => answer.body.items.map(item => item.id)
  expect(ids(await (await as('viewer', ['s1']))('/api/rejected'))).toEqual([2])
  const page = await admin('/api/rejected?limit=2')
  expect(ids(page)).toEqual([3, 2])
  expect(ids(await admin(`/api/rejected?limit=2&cursor=${page.body.nextCursor}`))).toEqual([1])
})
