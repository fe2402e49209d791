import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { startTestService } from '../helpers/service.ts'

const PART = 'ELV-BRK-PAD-01'

test('on a phone: a part with its number is fitted, found by it, refused elsewhere, and removed with a reason', async () => {
  const service = await startTestService()
  await service.register('gw-1', [
    { id: 'lift-1', class: 'elevator' },
    { id: 'lift-2', class: 'elevator' },
  ])
  await service.api(`PATCH /parts/${PART}`, { warrantyMonths: 12 })
  const { page, problems } = await openPage(await openBrowser(), { viewport: { width: 390, height: 844 } })
  const dialog = page.getByRole('dialog')
  const fitInto = async (equipment: string) => {
    await page.goto(`${service.url}/equipment/${equipment}`)
    await page.getByRole('button', { name: 'Record a fitting' }).click()
    await dialog.getByLabel('Part', { exact: true }).fill(PART)
    await dialog.getByLabel(/Serial number/).fill('SN-2026/7')
    await dialog.getByRole('button', { name: 'Save' }).click()
  }
  await startSession(page, service.url)
  await fitInto('lift-1')
  const row = page.locator('[data-test=fitted] tbody tr', { hasText: 'SN-2026/7' })
  await row.waitFor()
  const [fitted] = (await service.api('/fitted-parts?equipment=lift-1')).body.items
  expect(fitted).toMatchObject({ partNo: PART, quantity: 1, fittedBy: 'admin' })
  expect(fitted.warrantyEndsAt.slice(0, 4)).toBe(String(Number(fitted.fittedAt.slice(0, 4)) + 1))

  await fitInto('lift-2')
  await dialog.getByRole('link', { name: 'Find it' }).click()
  await row.getByRole('link', { name: 'lift-1' }).waitFor()
  await row.getByRole('button', { name: 'Remove' }).click()
  await dialog.getByLabel('Reason').fill('worn to the rivets')
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await row.getByText('worn to the rivets').waitFor()
  await fitInto('lift-2')
  await row.waitFor()
  await page.goto(`${service.url}/equipment/lift-1`)
  await page.getByText('with removed ones (1)').click()
  await row.getByText('worn to the rivets').waitFor()
  expect(problems.filter(text => !/status of 409/.test(text))).toEqual([])
})
