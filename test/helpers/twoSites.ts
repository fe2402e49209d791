import { SHIPPED_FEEDBACK } from '#domain/shippedPolicies.ts'
import { iso } from '#domain/time.ts'
import type { Call, TestDashboard } from './dashboard.ts'
import { MONDAY, moveThrough, transition } from './maintenance.ts'

const MINUTE = 60_000
const DAY = 86_400_000
/** In every free text that is written at the other site. */
export const FOREIGN_WORD = 'Fernhof'
const PART = 'ELV-ENC-01'

/** The same things at either site; `word` is in all that is written. */
interface Place {
  site: string
  lift: string
  technician: string
  store: string
  word: string
  desk: Call
}

/** What a call answers; the estate is as it is meant to be, or the test fails here. */
async function did(call: Call, what: string, body: unknown) {
  const answer = await call(what, body)
  if (answer.status >= 300) throw new Error(`${what}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

async function people({ admin }: TestDashboard, { site, technician, word, desk }: Place): Promise<void> {
  const certificate = { kind: 'CERT-ELV-T', number: `${word}-7`, validFrom: '2026-01-01', validUntil: '2026-12-01' }
  await did(admin, 'POST /api/technicians', {
    ...{ id: technician, name: `${word} Li`, skills: ['SK-ELV-T'], sites: [site], base: site, company: `${word} Ltd` },
    certificates: [certificate],
  })
  const weekdays = [1, 2, 3, 4, 5, 6, 7]
  const entry = { technician, site, kind: 'shift', weekdays, fromDay: '2026-11-01', starts: '08:00', ends: '20:00' }
  await did(desk, 'POST /api/roster', { entries: [{ ...entry, note: `${word} shift` }] })
}

async function alarms({ maintenance }: TestDashboard, { site, lift, word, desk }: Place): Promise<void> {
  const fault = { ...transition(`f-${word}`, lift, 'ELV-OVERTRAVEL'), site, class: 'elevator' }
  const shown = { ...transition(`g-${word}`, lift, 'ELV-DOOR-WEAR'), site, class: 'elevator' }
  await maintenance.handle([fault, shown])
  await did(desk, `POST /api/faults/f-${word}/acknowledge`, { comment: `${word} comment` })
  const quiet = {
    site,
    kind: 'maintenance',
    equipment: [lift],
    startsAt: iso(MONDAY + DAY),
    endsAt: iso(MONDAY + 2 * DAY),
  }
  await did(desk, 'POST /api/windows', { ...quiet, reason: `${word} window`, contact: `${word} person` })
  await did(desk, 'POST /api/out-of-service', { equipment: lift, code: 'ELV-ROOM-HOT', reason: `${word} reason` })
}

async function customers({ anonymous, maintenance }: TestDashboard, { site, lift, word, desk }: Place): Promise<void> {
  const contact = { name: `${word} Wang`, phone: '13800000000' }
  const about = { equipment: lift, trouble: 'other', channel: 'phone', words: `${word} noise`, contact }
  const { ticket } = await did(desk, 'POST /api/reports', about)
  await did(desk, 'POST /api/complaints', {
    kind: 'staff',
    text: `${word} rude`,
    channel: 'phone',
    site,
    ticket,
    contact,
  })
  const survey = { site, name: `${word} survey`, target: 'owners', from: MONDAY - DAY, to: MONDAY + 30 * DAY }
  const { id } = await did(desk, 'POST /api/opinion-surveys', { ...survey, households: 10 })
  const { items } = await did(desk, `POST /api/opinion-surveys/${id}/links`, {})
  const answer = { key: `${word}-0123456789abcdef`, score: 2, suggestion: `${word} suggestion` }
  await did(anonymous, `POST /api/public/opinions/${items[0].token}`, answer)
  const repair = await did(desk, 'POST /api/tickets', { equipment: lift, title: `${word} repair` })
  await moveThrough(maintenance, repair.id, [
    'acknowledged',
    'dispatched',
    'onSite',
    'repaired',
    'verified',
    'handedOver',
  ])
  await did(desk, `POST /api/tickets/${repair.id}/survey-invitations`, {})
}

/** Parts that are held, ordered, sent, fitted, and taken from a visit at the one site for the other's urgent ticket. */
async function parts({ admin }: TestDashboard, { site, lift, technician, store, word, desk }: Place): Promise<void> {
  await did(admin, 'POST /api/stores', { id: store, name: `Store ${store}`, kind: 'site', site })
  await did(admin, 'POST /api/stores', { id: `van-${store}`, name: `Van ${store}`, kind: 'van', technician })
  await did(admin, `POST /api/parts/${PART}/movements`, { kind: 'receive', store, quantity: 3, reason: `${word} gift` })
  await did(desk, `POST /api/parts/${PART}/movements`, { kind: 'scrap', store, quantity: 1, reason: `${word} rust` })
  const sent = { partNo: PART, quantity: 1, from: store, to: `van-${store}`, reason: `${word} trip` }
  await did(desk, 'POST /api/stock-transfers', sent)
  const wanted = { equipment: lift, title: `${word} parts`, parts: [{ partNo: PART, quantity: 40 }] }
  await did(desk, 'POST /api/tickets', wanted)
  await did(desk, 'POST /api/fitted-parts', { equipment: lift, partNo: PART, serial: `${word}-1` })
}

/** A visit's part goes to an urgent ticket at the other site. */
async function taken({ admin, maintenance }: TestDashboard, from: Place, to: Place): Promise<void> {
  const planned = { equipment: from.lift, severity: 'advisory', title: `${from.word} planned` }
  const part = 'ELV-BRK-COIL-01'
  await did(admin, `POST /api/parts/${part}/movements`, { kind: 'count', store: 'main', quantity: 1 })
  const { id } = await did(from.desk, 'POST /api/tickets', { ...planned, parts: [{ partNo: part, quantity: 1 }] })
  await did(from.desk, `POST /api/tickets/${id}/transitions`, { to: 'acknowledged' })
  const urgent = { equipment: to.lift, title: `${to.word} urgent`, severity: 'major', lifeSafety: true }
  await did(to.desk, 'POST /api/tickets', { ...urgent, parts: [{ partNo: part, quantity: 1 }] })
  await maintenance.sweep()
}

async function plans({ admin }: TestDashboard, { lift, word, desk }: Place): Promise<void> {
  const { version, sites } = (await admin('/api/plans/PM-ELV-HM')).body
  const all = (own: string) => [...sites, { site: own, fromDay: '2026-11-01' }]
  const { body } = await admin(`/api/equipment/${lift}`)
  await did(admin, 'PATCH /api/plans/PM-ELV-HM', {
    version,
    sites: all(body.site),
    parts: [{ partNo: PART, quantity: 1 }],
  })
  await did(desk, 'POST /api/plans/PM-ELV-HM/last-visits', { equipment: lift, day: '2026-11-10', note: `${word} book` })
  const now = (await desk('/api/plans/PM-ELV-HM')).body
  await did(desk, 'PATCH /api/plans/PM-ELV-HM', { version: now.version, sites: [], reason: `${word} pause` })
  const off = { version: now.version + 1, sites: [{ site: body.site, fromDay: '2026-11-01' }], reason: `${word} on` }
  await did(desk, 'PATCH /api/plans/PM-ELV-HM', off)
}

async function rules({ admin }: TestDashboard, { site, lift, word, desk }: Place): Promise<void> {
  const limit = { type: 'threshold', metric: 'motorTemperature', op: '>', value: 90, forS: 60 }
  const rule = { class: 'elevator', condition: limit, clear: { ...limit, op: '<', value: 80 } }
  const own = {
    ...rule,
    code: `ONLY-${site.toUpperCase()}`,
    name: `${word} rule`,
    name_zh: word,
    reason: `${word} why`,
  }
  await did(desk, 'POST /api/rules', { ...own, scope: { equipment: [lift] } })
  const shared = { ...rule, code: `BOTH-${site.toUpperCase()}`, name: 'Both', name_zh: '两处', reason: 'both' }
  await did(admin, 'POST /api/rules', { ...shared, scope: { sites: ['s1', 's2'], equipment: ['lift-1', 'lift-9'] } })
}

async function loseGateway({ maintenance: { registry } }: TestDashboard, id: string): Promise<void> {
  await registry.noteGateway(id, { online: true, session: 'a', at: MONDAY - MINUTE })
  await registry.noteGateway(id, { online: false, session: 'a', at: MONDAY })
}

/** An estate of two sites, where as much as possible has happened at either; `as` is who works at the second. */
export async function fillTwoSites(dashboard: TestDashboard): Promise<void> {
  const { as, admin, maintenance, around } = dashboard
  const base = { site: 's1', lift: 'lift-1', technician: 'tech-1', store: 'store-1', word: 'Nahhof' }
  const own: Place = { ...base, desk: await as('dispatcher', ['s1']) }
  const far = { site: 's2', lift: 'lift-9', technician: 'tech-9', store: 'store-9', word: FOREIGN_WORD }
  const foreign: Place = { ...far, desk: await as('dispatcher', ['s2']) }
  await did(admin, 'POST /api/technicians', {
    id: 'zhang',
    name: 'Zhang',
    skills: ['SK-ELV-T'],
    sites: ['s1', 's2'],
    base: 's2',
  })
  await did(admin, 'PUT /api/feedback-policy', { version: 0, policy: SHIPPED_FEEDBACK })
  for (const place of [foreign, own])
    for (const fill of [people, alarms, customers, parts, plans, rules]) await fill(dashboard, place)
  await taken(dashboard, own, foreign)
  await taken(dashboard, foreign, own)
  const rejection = {
    receivedAt: 1000,
    topic: 't',
    reason: 'JSON_INVALID' as const,
    detail: FOREIGN_WORD,
    payload: 'p',
  }
  around.rejections = [{ ...rejection, id: 3, gateway: 'gw2' }]
  for (const gateway of ['gw1', 'gw2']) await loseGateway(dashboard, gateway)
  await maintenance.sweepAt(MONDAY + 3 * MINUTE)
  await maintenance.periodReports.keepDue()
}
