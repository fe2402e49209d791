import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { startTestDashboard } from '../helpers/dashboard.ts'
import { MONDAY, transition } from '../helpers/maintenance.ts'

const OCTOBER = Date.parse('2026-10-05T08:00:00+08:00')

const withReports = async () => {
  const dashboard = await startTestDashboard()
  const { maintenance } = dashboard
  await maintenance.registry.addEquipment({
    ...{ id: 'lift-7', site: 's1', gateway: 'gw1', class: 'elevator', params: {}, occupancy: 'normal' },
    name: '<b>1号梯</b> | "东"',
  })
  maintenance.clock.set(OCTOBER)
  await maintenance.handle([{ ...transition('f-1', 'lift-7', 'ELV-OVERTRAVEL', OCTOBER), class: 'elevator' }])
  maintenance.clock.set(MONDAY)
  await maintenance.periodReports.keepDue()
  return dashboard
}

test('a kept report is listed, read as JSON, and opened as a page, Markdown and CSV in either language', async () => {
  const { admin } = await withReports()
  const { items } = (await admin('/api/period-reports?period=month&site=s1')).body
  expect(items).toEqual([
    {
      ...{ id: expect.any(String), period: 'month', of: '2026-10', site: 's1', madeAt: '2026-11-23T03:00:00.000Z' },
      ...{ from: '2026-09-30T16:00:00.000Z', to: '2026-10-31T16:00:00.000Z' },
    },
  ])
  const at = `/api/period-reports/${items[0].id}`
  const { body } = await admin(at)
  expect(body.figures.reliability.failures.count).toBe(1)
  expect(body.before.reliability.failures.count).toBe(0)
  const page = await admin(`${at}/document`)
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.headers['content-disposition']).toBe('inline; filename="report-2026-10-s1.html"')
  expect(page.body).toContain('<h1>2026-10 服务月报 · Site one</h1>')
  expect(page.body).toContain('&lt;b&gt;1号梯&lt;/b&gt; | &quot;东&quot;')
  expect(page.body).not.toContain('<b>')
  const markdown = await admin(`${at}/document?format=md&lang=en`)
  expect(markdown.body).toContain('# Service report for 2026-10 · Site one')
  expect(markdown.body).toContain('| Failures | 1 | 0 | – |')
  expect(markdown.body).toContain('\\<b\\>1号梯\\</b\\> \\| "东"')
  const csv = parse((await admin(`${at}/document?format=csv&lang=en`)).body, { bom: true, relax_column_count: true })
  expect(csv).toContainEqual(['Key figures', 'Failures', '1', '0', '–'])
})

test('a report of all sites is not for who sees some, nor that of another site', async () => {
  const { admin, as } = await withReports()
  const { items } = (await admin('/api/period-reports?period=month')).body
  const idOf = (site?: string) => items.find((report: { site?: string }) => report.site === site).id
  const one = await as('viewer', ['s1'])
  expect((await one('/api/period-reports?period=month')).body.items.map(({ id }: { id: string }) => id)).toEqual([
    idOf('s1'),
  ])
  expect((await one(`/api/period-reports/${idOf('s1')}`)).status).toBe(200)
  for (const id of [idOf(), idOf('s2'), 'nowhere'])
    for (const path of ['', '/document'])
      expect([id, (await one(`/api/period-reports/${id}${path}`)).status]).toEqual([id, 404])
  expect((await admin('/api/period-reports/nowhere')).body.error.code).toBe('NOT_FOUND')
  expect((await admin(`/api/period-reports/${idOf()}/document?format=pdf`)).status).toBe(400)
})
