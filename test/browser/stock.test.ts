import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { ADMIN_PASSWORD, startTestService } from '../helpers/service.ts'

const PART = 'ELV-BRK-PAD-01'

test('a transfer into a van is pressed on the part’s page; stores and ledger change in place', async () => {
  const service = await startTestService()
  await service.api('POST /technicians', { id: 'zhang', name: '张师傅', skills: ['SK-ELV-T'] })
  await service.api('POST /stores', { id: 'van-1', name: 'Van of Zhang', kind: 'van', technician: 'zhang' })
  await service.api(`PATCH /parts/${PART}`, { onHand: 3 })
  const { page } = await openPage(await openBrowser())
  await page.goto(`${service.url}/parts/${PART}`)
  await page.getByLabel('User name').fill('admin')
  await page.getByLabel('Password').fill(ADMIN_PASSWORD)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('button', { name: 'Record a movement' }).click()
  await page.locator('select[name=kind]').selectOption('transfer')
  await page.locator('select[name=to]').selectOption('van-1')
  await page.locator('input[name=quantity]').fill('2')
  await page.getByRole('button', { name: 'Save' }).click()
  const van = page.locator('[data-test=stores] [data-store=van-1]')
  await van.waitFor()
  expect(await van.locator('td').allInnerTexts()).toEqual(['Van of Zhang', expect.stringMatching(/^2/), '0', '2'])
  await page.locator('[data-test=movements] tbody tr').nth(2).waitFor()
  expect(await page.locator('[data-test=movements] tbody tr').count()).toBe(3)
})
