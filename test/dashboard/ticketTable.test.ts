import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { startTestDashboard } from '../helpers/dashboard.ts'
import { MONDAY, transition } from '../helpers/maintenance.ts'

const rowsOf = (body: string): string[][] => parse(body, { bom: true })

test('tickets come as a table in words, of those that are asked for', async () => {
  const { admin, maintenance } = await startTestDashboard()
  await maintenance.handle([transition('f-1', 'lift-1', 'ELV-OVERTRAVEL')])
  await admin('POST /api/tickets', { equipment: 'lift-9', title: '门响, "一直"\n很响' })
  const all = await admin('/api/tickets.csv')
  expect(all.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(all.headers['content-disposition']).toBe('attachment; filename="tickets-2026-11-23.csv"')
  expect(all.body.startsWith('\uFEFF单号,优先级,内容,')).toBe(true)
  const about = rowsOf(all.body).map(row => row[2])
  expect(new Set(about)).toEqual(new Set(['内容', '冲顶/蹲底/超速', '门响, "一直"\n很响']))
  const english = rowsOf((await admin('/api/tickets.csv?faultCode=ELV-OVERTRAVEL&lang=en&zone=Europe/Paris')).body)
  expect(english).toHaveLength(2)
  expect(english[1]).toEqual([
    ...[
      expect.any(String),
      'P0',
      'Over-travel (top or pit) or overspeed',
      'Site one',
      'lift-1',
      'ELV-OVERTRAVEL',
      'New',
      '',
    ],
    ...['', '2026-11-23 04:00:00', '2026-11-23 04:00:00', '', ''],
  ])
})

test('what a resident wrote is never a formula, and each sees their own sites', async () => {
  const { admin, as } = await startTestDashboard()
  const titles = ['=1+1', '+1', '-1', '@SUM(A1)']
  for (const title of titles) await admin('POST /api/tickets', { equipment: 'lift-1', title })
  const { body } = await admin('/api/tickets.csv')
  expect(
    new Set(
      rowsOf(body)
        .slice(1)
        .map(row => row[2]),
    ),
  ).toEqual(new Set(titles.map(title => `'${title}`)))
  const elsewhere = await as('viewer', ['s2'])
  expect(rowsOf((await elsewhere('/api/tickets.csv')).body)).toHaveLength(1)
})

test('a zone or a moment that is none is told before the file begins', async () => {
  const { admin, anonymous } = await startTestDashboard()
  for (const query of ['zone=Moon', 'lang=fr', 'from=yesterday', 'cursor=x']) {
    const { status, body } = await admin(`/api/tickets.csv?${query}`)
    expect([query, status, body.error?.code]).toEqual([query, 400, 'BAD_REQUEST'])
  }
  expect((await anonymous('/api/tickets.csv')).status).toBe(401)
  expect((await admin(`/api/tickets.csv?from=${MONDAY}`)).status).toBe(200)
})
