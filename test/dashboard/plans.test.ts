import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import type { Problem } from '#domain/problem.ts'
import { startTestDashboard } from '../helpers/dashboard.ts'
import { ADMIN, MONDAY } from '../helpers/maintenance.ts'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const withVisit = async () => {
  const dashboard = await startTestDashboard()
  const { maintenance } = dashboard
  const sites = ['s1', 's2'].map(site => ({ site, fromDay: '2026-11-13' }))
  await maintenance.plans.change('PM-ELV-HM', { version: 0, sites }, ADMIN)
  await maintenance.sweepAt(MONDAY)
  return dashboard
}

test('what is due is listed with its open visit, of the sites that the person sees', async () => {
  const { as } = await withVisit()
  const desk = await as('dispatcher', ['s1'])
  const { status, body } = await desk('/api/plans/due?plan=PM-ELV-HM&from=2026-11-28&to=2026-12-31')
  expect(status).toBe(200)
  expect(body.items.map((due: { equipment: string }) => due.equipment)).toEqual(['lift-1', 'lift-2'])
  expect(body.items[0]).toMatchObject({
    ...{ name_zh: '电梯半月维护保养', site: 's1', pieces: 1, state: 'due' },
    ...{ dueDay: '2026-11-28', windowStart: '2026-11-23', windowEnd: '2026-11-28' },
    visit: { ticket: expect.stringMatching(/^t-/), plan: 'PM-ELV-HM' },
  })
  expect((await desk('/api/plans/due?from=tomorrow')).status).toBe(400)
  expect((await desk('/api/plans/due?site=s2')).body.items).toEqual([])
  expect((await desk('/api/plans/due?class=elevator&text=lift-2')).body.items).toHaveLength(1)
  expect((await desk('/api/plans/due?technician=nobody')).body.items).toEqual([])
  expect((await desk('/api/plans/due/days')).body.items).toEqual([{ day: '2026-11-28', lines: 2, overdue: 0 }])
  expect((await desk('/api/plans/due/days?site=s2')).body.items).toEqual([])
})

test('where else a plan is on is not told to who sees one site', async () => {
  const { as, admin } = await withVisit()
  const desk = await as('viewer', ['s1'])
  const sitesOf = ({ body }: { body: { sites: { site: string }[] } }) => body.sites.map(({ site }) => site)
  expect(sitesOf(await admin('/api/plans/PM-ELV-HM'))).toEqual(['s1', 's2'])
  expect(sitesOf(await desk('/api/plans/PM-ELV-HM'))).toEqual(['s1'])
  for (const path of ['/api/plans', '/api/plans/PM-ELV-HM/history'])
    expect(JSON.stringify((await desk(path)).body), path).not.toContain('"s2"')
})

test('the ticket of a visit is read with its checklist, which its technician answers', async () => {
  const { admin, as } = await withVisit()
  const [due] = (await admin('/api/plans/due?equipment=lift-1')).body.items
  const path = `/api/tickets/${due.visit.ticket}`
  const { body } = await admin(path)
  expect(body.visit).toMatchObject({ plan: 'PM-ELV-HM', lacking: 31, plans: [{ code: 'PM-ELV-HM', version: 1 }] })
  expect(body.visit.items[4]).toMatchObject({ code: 'ELV-HM-05', result: 'number', unit: 'mm', max: 0.7 })
  const answers = [
    { equipment: 'lift-1', item: 'ELV-HM-05', value: 0.9, mended: true },
    { equipment: 'lift-1', item: 'ELV-HM-01', outcome: 'ok' },
  ]
  const stranger = await as('technician')
  expect((await stranger(`POST ${path}/checklist`, { answers })).status).toBe(403)
  const technician = await as('technician')
  await admin('POST /api/technicians', { id: 'technician-2', name: '李师傅', skills: ['SK-ELV-T'] })
  await admin(`POST ${path}/transitions`, { to: 'dispatched', technician: 'technician-2' })
  const answered = await technician(`POST ${path}/checklist`, { answers })
  expect(answered.body.visit).toMatchObject({ lacking: 29 })
  expect(answered.body.visit.lines[4]).toMatchObject({
    item: 'ELV-HM-05',
    answer: {
      outcome: 'notOk',
      value: 0.9,
      mended: true,
      by: 'technician-2',
      at: '2026-11-23T03:00:00.000Z',
      version: 1,
    },
  })
  expect((await technician(`POST ${path}/checklist`, { answers: [] })).status).toBe(400)
  const stale = await admin(`POST ${path}/checklist`, { answers: answers.slice(0, 1) })
  expect(stale).toMatchObject({
    status: 409,
    body: { error: { code: 'STALE_VERSION', details: { answers: [{ item: 'ELV-HM-05', version: 1 }] } } },
  })
})

test('what a visit found is listed, its ticket tells of it, and a contractor shows it by photos', async () => {
  const { admin, anonymous } = await withVisit()
  const [due] = (await admin('/api/plans/due?equipment=lift-1')).body.items
  const path = `/api/tickets/${due.visit.ticket}`
  await admin('POST /api/technicians', { id: 'li', name: '李师傅', skills: ['SK-ELV-T'] })
  await admin(`POST ${path}/transitions`, { to: 'dispatched', technician: 'li' })
  const { token } = (await admin(`POST ${path}/work-links`, {})).body
  const shown = await anonymous(`POST /api/public/work/${token}/photos`, PIXEL)
  expect(shown).toMatchObject({ status: 201, body: { number: 1, by: 'li' } })
  expect((await anonymous(`/api/public/work/${token}/photos/1`)).status).toBe(200)
  expect((await anonymous('/api/public/work/nobody/photos/1')).status).toBe(404)
  const answers = [{ equipment: 'lift-1', item: 'ELV-HM-01', outcome: 'notOk', photos: [1], note: '积油' }]
  const { body } = await anonymous(`POST /api/public/work/${token}/checklist`, { answers })
  expect(body.visit).toMatchObject({ lacking: 30, lines: { 0: { answer: { ticket: expect.stringMatching(/^t-/) } } } })
  const found = await admin('/api/plans/findings?state=open&plan=PM-ELV-HM&from=2026-11-23T00:00:00Z')
  expect(found.body.items).toMatchObject([{ ticket: due.visit.ticket, note: '积油', photos: [1], by: 'li' }])
  const follow = await admin(`/api/tickets/${found.body.items[0].followUp.ticket}`)
  expect(follow.body.findings).toEqual(found.body.items)
})

test('a day that the calendar lacks, and too long a span, are told with the reason that a page words', async () => {
  const { admin } = await startTestDashboard()
  for (const list of ['calendar', 'visits']) {
    const told = async (from: string, to: string) => {
      const { status, body } = await admin(`/api/plans/${list}?from=${from}&to=${to}`)
      const problems: Problem[] = body.error?.details.problems ?? []
      return [status, ...problems.map(({ path, reason, params }) => [path, reason, params])]
    }
    expect(await told('2026-02-30', '2026-13-01')).toEqual([
      ...[400, ['/from', 'noDay', { day: '2026-02-30' }], ['/to', 'noDay', { day: '2026-13-01' }]],
    ])
    expect(await told('2026-01-01', '2026-04-12')).toEqual([400, ['/to', 'most', { limit: '2026-04-11' }]])
    expect(await told('2026-01-01', '2026-04-11')).toEqual([200])
  }
  const unnamed = await admin('POST /api/calendar-links', { lang: 'en' })
  expect(unnamed.body.error.details.problems).toMatchObject([{ path: '/site', reason: 'siteOrTechnician' }])
})

test('visits are a calendar for programs with a token, and behind a link that its maker takes back', async () => {
  const { as, admin, anonymous } = await withVisit()
  const desk = await as('dispatcher', ['s1'])
  const span = 'from=2026-11-23&to=2026-12-31'
  const day = { planned: 0, due: 2, overdue: 0, done: 0, givenUp: 0 }
  expect((await desk(`/api/plans/calendar?${span}`)).body.items[0]).toEqual({ day: '2026-11-28', ...day })
  const visits = (await desk(`/api/plans/visits?${span}`)).body.items
  expect(visits[0]).toMatchObject({ day: '2026-11-28', equipment: 'lift-1', state: 'due', status: 'new' })
  expect((await desk('/api/plans/visits?from=2026-01-01&to=2026-12-31')).status).toBe(400)
  expect((await desk('/api/plans/calendar?from=2026-13-01&to=2026-12-31')).status).toBe(400)
  const made = await desk('POST /api/calendar-links', { site: 's1', lang: 'en' })
  expect(made).toMatchObject({
    status: 201,
    body: { site: 's1', address: expect.stringMatching(/^http.*\/api\/public\/calendars\//) },
  })
  expect((await desk('POST /api/calendar-links', { lang: 'en' })).status).toBe(400)
  expect((await desk('POST /api/calendar-links', { site: 's2', lang: 'en' })).status).toBe(404)
  expect((await desk('POST /api/calendar-links', { technician: 'ghost', lang: 'en' })).status).toBe(422)
  const path = `/api/public/calendars/${made.body.token}`
  const read = () => anonymous(path, undefined, { 'accept-encoding': 'identity' })
  const { status, headers, body: text } = await read()
  expect([status, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map(each => new ICAL.Event(each))
  const listed = (await desk('/api/plans/visits?from=2026-11-01&to=2027-01-31&limit=500')).body.items
  expect(events.filter(event => String(event.startDate) <= '2027-01-31')).toHaveLength(listed.length)
  expect(events[0]).toMatchObject({ uid: `${visits[0].ticket}@caretaker`, summary: expect.stringContaining('lift-1') })
  expect((await admin(`DELETE /api/calendar-links/${made.body.id}`)).status).toBe(404)
  expect((await desk(`DELETE /api/calendar-links/${made.body.id}`)).status).toBe(204)
  expect((await read()).status).toBe(404)
  expect((await desk('/api/calendar-links')).body.items).toEqual([])
  expect((await desk('/api/plans/visits.ics')).status).toBe(400)
  expect((await desk('/api/plans/visits.ics?site=s1')).status).toBe(200)
})
