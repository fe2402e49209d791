import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { aheadClock } from '../helpers/aheadClock.ts'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { ADMIN_PASSWORD, eventually, startTestService } from '../helpers/service.ts'

test('a figure opens the tickets behind it', async () => {
  const service = await startTestService()
  await service.api('POST /sites', { id: 'tower-1', name: 'Tower one' })
  await service.api('POST /gateways', { id: 'gw-9', site: 'tower-1' })
  const lift = { id: 'lift-9', site: 'tower-1', gateway: 'gw-9', class: 'elevator', name: 'Lift nine' }
  await service.api('POST /equipment', lift)
  await service.api('POST /tickets', { equipment: 'lift-9', title: 'does not come', severity: 'major' })
  await service.api('POST /tickets', { equipment: 'lift-9', title: 'how does it work', kind: 'question' })
  const { page } = await openPage(await openBrowser())
  await page.goto(`${service.url}/analytics?tab=causes`)
  await page.getByLabel('User name').fill('admin')
  await page.getByLabel('Password').fill(ADMIN_PASSWORD)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('link', { name: '1', exact: true }).click()
  await page.waitForURL(/\/tickets\?view=found/)
  await page.getByRole('link', { name: 'does not come' }).waitFor()
  expect(await page.locator('tbody tr').count()).toBe(1)
})

test('a count of alarms opens its faults, the tickets behind a figure are saved for a spreadsheet', async () => {
  const service = await startTestService()
  const password = await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const mqtt = await service.mqtt('gw-1', password)
  for (let n = 0; n < 3; n++) {
    const payload = JSON.stringify({ ts: Date.now() + n, metrics: { carDirection: 0, levellingError: 25 } })
    await mqtt.publishAsync('facility/v1/s1/gw-1/lift-1/telemetry', payload, { qos: 1 })
  }
  const { items } = (
    await eventually(
      () => service.api('/tickets'),
      ({ body }) => body.items.length === 1,
    )
  ).body
  const { page, problems } = await openPage(await openBrowser())
  await startSession(page, service.url)
  await page.goto(`${service.url}/analytics?tab=alarms`)
  await page
    .getByRole('row', { name: /^Alarms/ })
    .getByRole('link', { name: '1' })
    .click()
  await page.waitForURL(/\/faults\?view=found.*firedFrom/)
  await page.getByRole('list', { name: 'Narrowed by' }).waitFor()
  expect(await page.locator('tbody tr').count()).toBe(1)

  await page.goto(`${service.url}/analytics?tab=repairs`)
  await page.getByRole('combobox', { name: 'All classes' }).selectOption('elevator')
  await page
    .getByRole('row', { name: /^Traction elevator/ })
    .getByRole('link', { name: '1' })
    .first()
    .click()
  await page.waitForURL(/\/tickets\?view=found.*class=elevator/)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Save as CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/^tickets-\d{4}-\d\d-\d\d\.csv$/)
  const file = await readFile(await (await download).path(), 'utf8')
  expect(file.startsWith('\uFEFFNumber,Priority,')).toBe(true)
  expect(file.split('\r\n')[1]).toContain(items[0].id)
  expect(problems).toEqual([])
})

test('people trapped and predictions have their pages, in both languages, and their counts open the tickets', async () => {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const close = async (faultCode: string, cause: string) => {
    const { id } = (await service.api('POST /tickets', { equipment: 'lift-1', faultCode })).body
    const move = (to: string, more = {}) => service.api(`POST /tickets/${id}/transitions`, { to, ...more })
    await move('acknowledged')
    await move('dispatched', { technician: 'zhang' })
    await move('onSite', { reason: 'the label is gone' })
    await move('repaired', { repair: { cause, action: 'adjust' } })
    await move('verified', { evidence: 'ran it' })
    await move('handedOver', { signature: { name: 'Li', party: 'owner' } })
    await move('surveyed', { survey: { score: 5 } })
    await move('followedUp', { followUp: { result: 'satisfied' } })
    await move('closed')
  }
  await service.api('POST /technicians', { id: 'zhang', name: 'Zhang', skills: ['SK-ELV-T', 'SK-ELE-LV'] })
  await close('ELV-TRAP', 'wear-out')
  await close('ELV-LEVEL', 'false-alarm')
  await close('ELV-DOOR-WEAR', 'wear-out')
  const { page, problems } = await openPage(await openBrowser())
  await startSession(page, service.url)
  const cells = async (tab: string, name: RegExp) => {
    await page.goto(`${service.url}/analytics?tab=${tab}`)
    const row = page.getByRole('row', { name }).first()
    await row.waitFor()
    return await row.getByRole('cell').allTextContents()
  }
  const safety = await cells('safety', /^All/)
  expect([safety.slice(0, 4), safety.slice(5)]).toEqual([
    ['All', '1', '1', '–'],
    ['2', '1', '50%'],
  ])
  const predictions = await cells('predictions', /^All/)
  expect(predictions.slice(0, 5)).toEqual(['All', '1', '1', '0', '100%'])
  await page.goto(`${service.url}/analytics?tab=safety&period=1y`)
  await page.getByRole('button', { name: '30 days', pressed: true }).waitFor()
  await page.goto(`${service.url}/analytics?tab=predictions&site=nowhere`)
  await page.getByText('There is no such site').first().waitFor()
  await cells('predictions', /^All/)
  await page.getByRole('row', { name: /^All/ }).getByRole('link', { name: '1' }).first().click()
  await page.waitForURL(/\/tickets\?view=found.*when=closed.*is=prediction/)
  await page.locator('tbody tr').first().waitFor()
  expect(await page.locator('tbody tr').count()).toBe(1)
  await page.getByRole('button', { name: '中文' }).click()
  await page.locator('html[lang=zh-CN]').waitFor()
  expect((await cells('safety', /^合计/)).slice(-3)).toEqual(['2', '1', '50%'])
  expect((await cells('predictions', /^合计/)).slice(0, 4)).toEqual(['合计', '1', '1', '0'])
  expect(problems.filter(problem => !/status of 422/.test(problem))).toEqual([])
})

test('compliance with plans has its page, and its counts open the visits behind them', async () => {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const day = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10)
  await service.api('POST /plans/PM-ELV-HM/last-visits', { equipment: 'lift-1', day })
  await service.api('PATCH /plans/PM-ELV-HM', { version: 0, sites: [{ site: 's1', fromDay: day }] })
  await eventually(
    () => service.api('/plans/due'),
    ({ body }) => body.items[0]?.visit !== undefined,
  )
  const { page, problems } = await openPage(await openBrowser())
  await startSession(page, service.url)
  await page.goto(`${service.url}/analytics?tab=plans`)
  await page.getByRole('row', { name: /^Lift half-month maintenance/ }).waitFor()
  const all = page.getByRole('row', { name: /^All/ })
  expect(await all.getByRole('cell').allTextContents()).toEqual(['All', '1', '0', '0', '0', '1', '0%', '0%'])
  await all.getByRole('link', { name: '1' }).last().click()
  await page.waitForURL(/\/tickets\?view=found.*is=planOverdue/)
  await page.locator('tbody tr').first().waitFor()
  expect(await page.locator('tbody tr').count()).toBe(1)
  await page.getByRole('list', { name: 'Narrowed by' }).getByText('overdue visit').waitFor()
  expect(problems).toEqual([])
})

test('the kept report of a period is listed, opens as a page in the language of the reader, and is downloaded', async () => {
  const clock = aheadClock()
  const service = await startTestService({}, clock)
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  clock.ahead = 40 * 86_400_000
  await service.service.maintenance.periodReports.keepDue()
  clock.ahead = 0
  const { items } = (await service.api('/period-reports?period=month&site=s1')).body
  expect(items).toHaveLength(1)
  const { page, problems } = await openPage(await openBrowser())
  await startSession(page, service.url)
  await page.goto(`${service.url}/analytics?tab=reports&site=s1`)
  const row = page.getByRole('row', { name: `Month ${items[0].of}` })
  const opened = page.waitForEvent('popup')
  await row.getByRole('link', { name: `Month ${items[0].of}` }).click()
  const report = await opened
  await report.getByRole('heading', { level: 1, name: `Service report for ${items[0].of}` }).waitFor()
  expect(await report.getByRole('row', { name: /^Mean time between failures/ }).count()).toBe(1)
  const download = page.waitForEvent('download')
  await row.getByRole('link', { name: 'CSV' }).click()
  expect((await download).suggestedFilename()).toBe(`report-${items[0].of}-s1.csv`)
  expect(problems).toEqual([])
})
