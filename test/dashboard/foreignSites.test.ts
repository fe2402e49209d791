import { expect, test } from 'vitest'
import { CHANNELS, type Snapshot, type SyncAnswer } from '#domain/changes.ts'
import { ACCESS } from '../../dashboard/server/auth/access.ts'
import { type Call, startTestDashboard, type TestDashboard } from '../helpers/dashboard.ts'
import { FOREIGN_WORD, fillTwoSites } from '../helpers/twoSites.ts'

const LISTS = [
  ...['tickets?limit=200', 'faults?limit=200&state=all', 'incidents', 'windows', 'complaints', 'opinion-surveys'],
  ...[
    'fitted-parts',
    'out-of-service',
    'period-reports',
    'follow-ups',
    'rules?limit=200&origin=own',
    'technicians',
    'sites',
    'equipment',
  ],
]
/** An estate is made by some two hundred requests; a loaded machine takes its time. */
const LONG = { timeout: 60_000 }

/** What has something of both sites, and is shown to either. */
const SHARED: [string, string[]][] = [
  ['plans', ['PM-ELV-HM']],
  ['rules', ['BOTH-S1', 'ELV-OVERTRAVEL']],
]
/** Where the estate may hold nothing. */
const MAY_LACK = /\/:number$|\/better$|\/telemetry$/
const OWN = /"(?:s1|lift-1)"/
const FOREIGN = /"(?:s2|lift-9|gw2)"/
const PARAMS: Record<string, string[]> = {
  ':partNo': ['ELV-ENC-01', 'ELV-BRK-COIL-01'],
  ':class': ['elevator'],
  ':faultCode': ['ELV-OVERTRAVEL'],
  ':number': ['1'],
  ':report': ['r-1'],
}
const SPAN = '?from=2026-11-01&to=2027-01-31'
const QUERIES: Record<string, string[]> = {
  'GET /api/kits': ['?class=elevator'],
  'GET /api/equipment/:id/telemetry': ['?metric=carSpeed'],
  'GET /api/roster': ['?site=s1&days=21'],
  'GET /api/roster/on-duty': ['?site=s1'],
  'GET /api/faults': ['', '?state=all'],
  'GET /api/plans/calendar': [SPAN],
  'GET /api/plans/visits': [SPAN, `${SPAN}&site=s2`],
  'GET /api/plans/visits.ics': ['?site=s1'],
}

const read = (call: Call, path: string) => call(path, undefined, { 'accept-encoding': 'identity' })

/** The ids of what is at one site and has nothing of the other, by the first part of their address. */
async function idsOf({ admin }: TestDashboard, at: RegExp, not: RegExp): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>(at === OWN ? SHARED : [])
  for (const list of LISTS)
    for (const item of (await read(admin, `/api/${list}`)).body.items) {
      const text = JSON.stringify(item)
      if (!at.test(text) || not.test(text)) continue
      const noun = list.split(/[/?]/)[0] as string
      found.set(noun, [...(found.get(noun) ?? []), String(item.id ?? item.code)])
    }
  return found
}

/** Every address of a route with these ids in it. */
function addresses(route: string, ids: Map<string, string[]>): string[] {
  const url = route.replace('GET ', '')
  const noun = url.split('/')[2] as string
  const filled = [...url.matchAll(/:\w+/g)].reduce<string[]>(
    (all, [name]) => {
      const values = PARAMS[name] ?? ids.get(noun) ?? []
      return all.flatMap(path => values.map(value => path.replace(name, value)))
    },
    [url],
  )
  return filled.flatMap(path => (QUERIES[route] ?? ['']).map(query => path + query))
}

const shown = ({ body }: { body: unknown }): string =>
  Buffer.isBuffer(body) ? body.toString('latin1') : typeof body === 'string' ? body : JSON.stringify(body)

/** What only the other site has, as it would stand in an answer. */
function foreignWords(ids: Map<string, string[]>): RegExp {
  const named = ['s2', 'gw2', 'lift-9', 'tech-9', 'dispatcher-2', ...[...ids.values()].flat()]
  return new RegExp(`(?<![\\w/-])(?:${named.join('|')})(?![\\w-])|${FOREIGN_WORD}|Site two|Lift 9`)
}

const ROUTES = Object.entries(ACCESS)
  .filter(([route, access]) => route.startsWith('GET /api/') && access !== 'public')
  .map(([route]) => route)

async function twoSites() {
  const health = { supported: true, unsupported: [], evaluations: 1, firings: 0, errors: 1, class: 'elevator' }
  const failed = ['ONLY-S1', 'ONLY-S2'].map(code => ({ ...health, code, lastError: code }))
  const dashboard = await startTestDashboard({
    instead: ({ rules }) => ({ rules: { ...rules, health: async () => failed } }),
  })
  await fillTwoSites(dashboard)
  const own = await idsOf(dashboard, OWN, FOREIGN)
  const foreign = await idsOf(dashboard, FOREIGN, OWN)
  return { dashboard, own, foreign, words: foreignWords(foreign) }
}

/** The surroundings of what an answer should not tell. */
function leak(words: RegExp, name: string, text: string): string[] {
  const found = words.exec(text)
  return found ? [`${name} tells ${text.slice(Math.max(0, found.index - 150), found.index + 50)}`] : []
}

test('who is limited to a site is told no id, name or word of another one, whatever is read', LONG, async () => {
  const { dashboard, own, foreign, words } = await twoSites()
  expect(leak(words, 'tickets', shown(await read(dashboard.admin, '/api/tickets')))).not.toEqual([])
  for (const noun of ['tickets', 'faults', 'incidents', 'windows', 'complaints', 'rules', 'technicians'])
    expect([noun, own.get(noun), foreign.get(noun)]).not.toContain(undefined)
  for (const role of ['dispatcher', 'viewer'] as const) {
    const local = await dashboard.as(role, ['s1'])
    const told: string[] = []
    for (const route of ROUTES) {
      const paths = addresses(route, own)
      if (paths.length === 0) told.push(`${route} was not read`)
      for (const path of paths) {
        const answer = await read(local, path)
        if (answer.status >= 400 && answer.status !== 403 && !MAY_LACK.test(route))
          told.push(`${path} ${answer.status} ${shown(answer)}`)
        told.push(...leak(words, path, shown(answer)))
      }
    }
    expect(told).toEqual([])
  }
})

test('what is at another site is answered like what is not there', LONG, async () => {
  const { dashboard, foreign } = await twoSites()
  const local = await dashboard.as('dispatcher', ['s1'])
  for (const route of ROUTES.filter(name => name.includes(':id') || name.startsWith('GET /api/rules/:code')))
    for (const path of addresses(route, foreign)) {
      const { status } = await local(path)
      expect([path, status === 404 || status === 403]).toEqual([path, true])
    }
  const [ticket = ''] = foreign.get('tickets') ?? []
  for (const list of ['purchase-orders', 'reservations', 'complaints'])
    expect((await local(`/api/${list}?ticket=${ticket}`)).body.items).toEqual([])
  expect((await dashboard.admin(`/api/reservations?ticket=${ticket}`)).status).toBe(200)
})

test('who decides too late is told what happened meanwhile, but no ticket of another site', LONG, async () => {
  const { dashboard, words } = await twoSites()
  const { items } = (await read(dashboard.admin, '/api/tickets?limit=200&site=s1')).body
  const gave = ({ timeline }: { timeline: { event: string }[] }) => timeline.some(({ event }) => event === 'partTaken')
  const { id } = items.find(gave)
  const local = await dashboard.as('dispatcher', ['s1'])
  const late = await local(`POST /api/tickets/${id}/transitions`, { to: 'acknowledged', version: 1 })
  expect(late.body.error.code).toBe('STALE_VERSION')
  expect(late.body.error.details.since.some(({ event }: { event: string }) => event === 'partTaken')).toBe(true)
  expect(leak(words, 'late', shown(late))).toEqual([])
})

test('the live channels tell a person limited to a site nothing of another one', LONG, async () => {
  const { dashboard, words } = await twoSites()
  await dashboard.as('dispatcher', ['s1'])
  const live = await dashboard.connect({ cookie: await dashboard.logIn('dispatcher-3') })
  const told: string[] = []
  for (const channel of CHANNELS) {
    const { epoch, items } = (await live.emitWithAck('watch', { channel })) as Snapshot
    expect([channel, items.length]).not.toEqual([channel, 0])
    const missed = (await live.emitWithAck('sync', { channel, epoch, since: 0 })) as SyncAnswer
    for (const answer of [items, missed]) told.push(...leak(words, channel, JSON.stringify(answer)))
  }
  expect(told).toEqual([])
})

test('who is limited to a site changes nothing of another one that both can see', LONG, async () => {
  const { admin, as } = await startTestDashboard()
  await admin('POST /api/technicians', { id: 'zhang', name: 'Zhang', skills: [], sites: ['s1', 's2'], base: 's2' })
  await admin('POST /api/stores', { id: 'far', name: 'Far', kind: 'site', site: 's2' })
  const local = await as('dispatcher', ['s1'])
  const moved = await local('PATCH /api/stores/far', { site: 's1' })
  expect([moved.status, moved.body.error.code]).toEqual([403, 'FORBIDDEN'])
  const opened = await local('POST /api/stores', { id: 'near', name: 'Near', kind: 'site', site: 's2' })
  expect(opened.body.error.code).toBe('UNKNOWN_SITE')
  const change = { sites: [], base: '', phone: '1234' }
  expect((await local('PATCH /api/technicians/zhang', change)).body).toMatchObject({ phone: '1234', sites: [] })
  expect((await admin('/api/technicians/zhang')).body).toMatchObject({ phone: '1234', sites: ['s2'], base: 's2' })
  expect((await local('PATCH /api/technicians/zhang', { base: 's2' })).status).toBe(404)
})

test('who is limited to a site makes nobody work at every site, nor at fewer than every', async () => {
  const { admin, as } = await startTestDashboard()
  const local = await as('dispatcher', ['s1'])
  const li = { id: 'li', name: 'Li', skills: [] }
  for (const more of [{}, { sites: [] }])
    expect((await local('POST /api/technicians', { ...li, ...more })).body.error.code).toBe('FORBIDDEN')
  expect((await local('POST /api/technicians', { ...li, sites: ['s1'] })).status).toBe(201)
  expect((await admin('POST /api/technicians', { ...li, id: 'chen' })).status).toBe(201)
  const sites = async (id: string) => (await admin(`/api/technicians/${id}`)).body.sites
  for (const [id, asked] of Object.entries({ li: [], chen: ['s1'] })) {
    const before = await sites(id)
    const refused = await local(`PATCH /api/technicians/${id}`, { sites: asked, phone: '1234' })
    expect([refused.status, refused.body.error.code, await sites(id)]).toEqual([403, 'FORBIDDEN', before])
  }
  expect((await local('PATCH /api/technicians/chen', { sites: [], phone: '1234' })).body).toMatchObject({
    ...{ phone: '1234', sites: [] },
  })
  expect((await admin('PATCH /api/technicians/chen', { sites: ['s1'] })).body.sites).toEqual(['s1'])
  expect((await admin('PATCH /api/technicians/li', { sites: [] })).body.sites).toEqual([])
})

test('who is limited to a site gives no van to somebody of another one, and leaves the main store as it is', async () => {
  const { admin, as } = await startTestDashboard()
  const local = await as('dispatcher', ['s1'])
  for (const [id, site] of Object.entries({ near: 's1', far: 's2' }))
    await admin('POST /api/technicians', { id, name: id, skills: [], sites: [site] })
  const van = (technician: string) => ({ id: `van-${technician}`, name: 'Van', kind: 'van', technician })
  const opened = await local('POST /api/stores', van('far'))
  expect([opened.status, opened.body.error?.code]).toEqual([422, 'UNKNOWN_TECHNICIAN'])
  expect((await local('POST /api/stores', van('near'))).status).toBe(201)
  const handed = await local('PATCH /api/stores/van-near', { technician: 'far' })
  expect([handed.status, handed.body.error?.code]).toEqual([422, 'UNKNOWN_TECHNICIAN'])
  const renamed = await local('PATCH /api/stores/main', { name: 'Ours' })
  expect([renamed.status, renamed.body.error?.code]).toEqual([403, 'FORBIDDEN'])
  expect((await admin('PATCH /api/stores/main', { name: 'Centre' })).body.name).toBe('Centre')
  expect((await admin('PATCH /api/stores/van-near', { technician: 'far' })).body.technician).toBe('far')
})
