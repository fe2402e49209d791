import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { logInByForm, startSession } from '../helpers/logIn.ts'
import { ADMIN_PASSWORD, eventually, startTestService, type TestService } from '../helpers/service.ts'

const PATHS = [
  '/',
  '/faults',
  '/incidents',
  '/windows',
  '/tickets',
  '/follow-ups',
  '/complaints',
  '/equipment',
  '/equipment/lift-1',
  '/parts',
  '/parts/ELV-BRK-PAD-01',
  '/kits',
  '/fitted-parts',
  '/stores',
  '/stores/main',
  '/rules',
  '/rules/ELV-MOTOR-HOT',
  '/rules/ELV-MOTOR-HOT/edit',
  '/rules/new?class=elevator',
  '/analytics',
  '/settings/service-levels',
  '/settings/service-levels?view=numbers',
  '/settings/calendars',
  '/settings/alarm-policy',
  '/settings/quiet',
  '/settings/report-policy',
  '/settings/intake-policy',
  '/settings/feedback-policy',
  '/system',
  '/admin',
]
const OVERSPEED = { carDirection: 1, carSpeed: 2.5, doorMotorCurrent: 1.1, motorTemperature: 41 }

async function withLift(): Promise<TestService & { publish(metrics: object): Promise<void> }> {
  const service = await startTestService()
  const password = await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  await service.api('POST /technicians', { id: 'zhang', name: '张师傅', skills: ['SK-ELV-T'] })
  const stores = [{ store: 'main', minStock: 5, maxStock: 8 }]
  await service.api('PATCH /parts/ELV-BRK-PAD-01', { onHand: 3, stores })
  const fitted = { equipment: 'lift-1', partNo: 'ELV-BRK-PAD-01', serial: 'SN-2026-11-27/000000001234567890-A' }
  await service.api('POST /fitted-parts', fitted)
  const mqtt = await service.mqtt('gw-1', password)
  const publish = async (metrics: object) => {
    const payload = JSON.stringify({ ts: Date.now(), metrics })
    await mqtt.publishAsync('facility/v1/s1/gw-1/lift-1/telemetry', payload, { qos: 1 })
  }
  return { ...service, publish }
}

test('a wrong password is told in words; logging in keeps the page that was asked for', async () => {
  const service = await withLift()
  const { page } = await openPage(await openBrowser())
  await page.goto(`${service.url}/tickets?view=list`)
  await page.getByLabel('User name').fill('admin')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByText('User name or password is wrong').waitFor()
  await page.getByLabel('Password').fill(ADMIN_PASSWORD)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Tickets' }).waitFor()
  expect(new URL(page.url()).search).toBe('?view=list')
})

test.each([
  { locale: 'en-GB', width: 1440 },
  { locale: 'zh-CN', width: 390 },
  { locale: 'zh-CN', width: 320 },
])(
  'every page opens in $locale at $width px, without an error and without sideways scrolling',
  async ({ locale, width }) => {
    const service = await withLift()
    await service.publish(OVERSPEED)
    await eventually(
      () => service.api('/tickets?open=true'),
      answer => answer.body.items.length === 1,
    )
    const viewport = { width, height: 844 }
    const { page, problems } = await openPage(await openBrowser(), { locale, viewport })
    await startSession(page, service.url)
    for (const path of PATHS) {
      await page.goto(`${service.url}${path}`)
      await page.locator('h1').waitFor()
      await page.locator('[data-test=connection].live').waitFor()
      await page.waitForLoadState('networkidle')
      expect(await page.locator('[aria-busy=true]').count(), path).toBe(0)
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), `${path} at ${width}`).toBe(0)
      expect(await page.locator('html').getAttribute('lang')).toBe(locale)
    }
    expect(problems).toEqual([])
  },
)

test('somebody else was faster: what they did is told, and the move can be sent again', async () => {
  const service = await withLift()
  await service.publish(OVERSPEED)
  const [ticket] = (
    await eventually(
      () => service.api('/tickets?open=true'),
      answer => answer.body.items.length === 1,
    )
  ).body.items
  const { page } = await openPage(await openBrowser())
  await logInByForm(page, `${service.url}/tickets/${ticket.id}`)
  await page.getByRole('button', { name: 'Dispatch', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Note').fill('take the long ladder')

  await service.api(`POST /tickets/${ticket.id}/transitions`, { to: 'acknowledged' })
  await dialog.getByRole('button', { name: 'Dispatch' }).click()
  await dialog.getByText('Somebody changed this in the meantime').waitFor()
  await dialog.getByText(/admin: Acknowledged/).waitFor()
  expect(await dialog.getByLabel('Note').inputValue()).toBe('take the long ladder')
  await dialog.getByRole('button', { name: 'Dispatch' }).click()
  await page.locator('[data-test=ticket-status]', { hasText: 'Dispatched' }).waitFor()
})

test('the language changes in place and is kept', async () => {
  const service = await withLift()
  const { page } = await openPage(await openBrowser())
  await logInByForm(page, `${service.url}/equipment/lift-1`)
  await page.getByText('No telemetry yet').waitFor()
  await page.locator('[data-test=language]').first().click()
  await page.getByText('尚无遥测数据').waitFor()
  await page.reload()
  await page.getByText('尚无遥测数据').waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
})

test('the navigation marks the area that a page belongs to, and no other', async () => {
  const service = await withLift()
  const { page } = await openPage(await openBrowser())
  await logInByForm(page, `${service.url}/`)
  const current = page.getByRole('navigation', { name: 'Main' }).locator('[aria-current]')
  for (const [path, area] of [
    ['/', 'Overview'],
    ['/equipment/lift-1', 'Equipment'],
    ['/kits', 'Parts'],
    ['/settings/alarm-policy', 'Settings'],
  ] as const) {
    await page.goto(`${service.url}${path}`)
    await current.getByText(area, { exact: true }).waitFor()
    expect(await current.count()).toBe(1)
  }
})

test('the wall screen has nothing to press', async () => {
  const service = await withLift()
  const { page } = await openPage(await openBrowser(), { viewport: { width: 1920, height: 1080 } })
  await logInByForm(page, `${service.url}/?wall=1&distance=4`)
  await page.getByText('All normal').waitFor()
  expect(await page.getByRole('button').count()).toBe(0)
  expect(await page.evaluate('getComputedStyle(document.documentElement).fontSize')).toBe('32px')
  await service.publish(OVERSPEED)
  await page.getByText('lift-1').first().waitFor()
})
