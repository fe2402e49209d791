import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
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
  await page.getByRole('button', { name: 'Save as CSV' }).click()
  const file = await readFile(await (await download).path(), 'utf8')
  expect(file.startsWith('\uFEFF')).toBe(true)
  expect(file.split('\r\n')[1]).toContain(items[0].id)
  expect(problems).toEqual([])
})
