import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { ADMIN_PASSWORD, startTestService } from '../helpers/service.ts'

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
