import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { logInByForm } from '../helpers/logIn.ts'
import { startTestService } from '../helpers/service.ts'

const PART = 'ELV-BRK-PAD-01'

test('a van is added, renamed against a faster colleague, filled, and closed once it is empty', async () => {
  const service = await startTestService()
  await service.api('POST /technicians', { id: 'zhang', name: '张师傅', skills: ['SK-ELV-T'] })
  const { page, problems } = await openPage(await openBrowser())
  const dialog = page.getByRole('dialog')
  const save = () => dialog.getByRole('button', { name: 'Save' }).click()
  await logInByForm(page, `${service.url}/stores`)
  await page.getByRole('button', { name: 'Add a store' }).click()
  await dialog.getByLabel('Id').fill('van-1')
  await dialog.getByLabel('Name', { exact: true }).fill('Van of Zhang')
  await dialog.getByLabel('Technician').selectOption('zhang')
  await save()
  await page.getByRole('link', { name: 'Van of Zhang' }).click()
  await page.getByText('No parts here').waitFor()

  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await service.api('PATCH /stores/van-1', { name: 'Blue van' })
  await dialog.getByLabel('Name', { exact: true }).fill('Zhang')
  await save()
  await dialog.locator('[data-test=overtaken]', { hasText: 'Blue van' }).waitFor()
  await save()
  await page.getByRole('heading', { level: 1, name: 'Zhang' }).waitFor()

  await page.getByRole('button', { name: 'Record a movement' }).click()
  await dialog.getByLabel('Part', { exact: true }).fill(PART)
  await dialog.getByLabel(/Quantity/).fill('2')
  await save()
  const row = page.locator(`[data-test=store-parts] [data-part=${PART}]`)
  await row.waitFor()

  const close = page.getByRole('button', { name: 'Close down' })
  await close.click()
  await dialog.getByRole('button', { name: 'Close down' }).click()
  await dialog.locator('[data-test=held]', { hasText: '2' }).waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await row.getByRole('button', { name: 'Move' }).click()
  await dialog.locator('select[name=kind]').selectOption('scrap')
  await dialog.getByLabel(/Quantity/).fill('2')
  await dialog.getByLabel('Reason').fill('cracked')
  await save()
  await page.getByText('No parts here').waitFor()
  await close.click()
  await dialog.getByRole('button', { name: 'Close down' }).click()
  await page.getByText('Closed', { exact: true }).waitFor()
  expect((await service.api('/stores')).body.items).toContainEqual(
    expect.objectContaining({ id: 'van-1', active: false, name: 'Zhang' }),
  )
  expect(problems.filter(text => !/status of 409/.test(text))).toEqual([])
})
