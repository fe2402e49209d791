import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { logInByForm } from '../helpers/logIn.ts'
import { startTestService } from '../helpers/service.ts'

const PART = 'ELV-BRK-PAD-01'

test('a kit is changed against a faster colleague; the next ticket reserves it, an alternate where it is short', async () => {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  await service.api('PATCH /parts/ELV-RLY-01', { onHand: 5 })
  const { page, problems } = await openPage(await openBrowser(), { viewport: { width: 390, height: 844 } })
  const dialog = page.getByRole('dialog')
  const save = () => dialog.getByRole('button', { name: 'Save' }).click()
  await logInByForm(page, `${service.url}/kits?class=elevator`)
  const row = page.locator('[data-kit=ELV-OVERTRAVEL]')
  await row.getByRole('button', { name: 'Change' }).click()
  while ((await dialog.getByRole('button', { name: /^Remove/ }).count()) > 0)
    await dialog
      .getByRole('button', { name: /^Remove/ })
      .first()
      .click()
  await dialog.getByRole('button', { name: 'Add a part' }).click()
  await dialog.getByLabel('Part', { exact: true }).fill('NO-SUCH-PART')
  await save()
  await dialog.locator('input[name=part]:invalid').waitFor()
  await dialog.getByLabel('Part', { exact: true }).fill(PART)
  await dialog.getByLabel(/Quantity/).fill('2')
  const parts = [{ partNo: 'ELV-ENC-01', quantity: 7 }]
  await service.api('PUT /kits/elevator/ELV-OVERTRAVEL', { version: 0, parts })
  await save()
  await dialog.locator('[data-test=overtaken]', { hasText: '× 7' }).waitFor()
  await save()
  await row.getByRole('button', { name: 'Changed 2 times' }).click()
  await row.locator('[data-test=kit-history] li').nth(1).waitFor()

  await page.goto(`${service.url}/parts/${PART}`)
  await page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Alternates' }) })
    .getByRole('button', { name: 'Change' })
    .click()
  await dialog.getByLabel('Add an alternate').fill('ELV-RLY-01')
  await save()
  await page.locator('[data-test=alternates] li').waitFor()
  await page.locator('[data-test=movements] tbody tr').first().waitFor({ state: 'detached' })
  await page.locator('[data-test=alternates] a').click()
  await page.locator('[data-test=movements] tbody tr', { hasText: 'Count' }).waitFor()
  const { body } = await service.api('POST /tickets', { equipment: 'lift-1', faultCode: 'ELV-OVERTRAVEL' })
  expect(body.parts).toMatchObject([{ partNo: 'ELV-RLY-01', insteadOf: PART, quantity: 2, status: 'reserved' }])
  expect(problems.filter(text => !/status of 409/.test(text))).toEqual([])
})

test('a kit of one model is made, marked at its class, and taken back; its address keeps the model', async () => {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator', params: { model: 'KX 1/2' } }])
  const { page, problems } = await openPage(await openBrowser(), { viewport: { width: 390, height: 844 } })
  const dialog = page.getByRole('dialog')
  const save = () => dialog.getByRole('button', { name: 'Save' }).click()
  await logInByForm(page, `${service.url}/kits?class=elevator`)
  await page.locator('select[name=model]').selectOption('KX 1/2')
  const row = page.locator('[data-kit=ELV-OVERTRAVEL]')
  await row.getByText('as its class').waitFor()
  await row.getByRole('button', { name: 'Change' }).click()
  await dialog.getByText('For the model KX 1/2 only').waitFor()
  await dialog.getByRole('button', { name: 'Add a part' }).click()
  await dialog.getByLabel('Part', { exact: true }).last().fill(PART)
  await dialog
    .getByLabel(/Quantity/)
    .last()
    .fill('3')
  await save()
  await row.getByText('of this model').waitFor()
  await page.reload()
  await row.getByText('of this model').waitFor()
  const { body } = await service.api('POST /tickets', { equipment: 'lift-1', faultCode: 'ELV-OVERTRAVEL' })
  expect(body.parts).toContainEqual(expect.objectContaining({ partNo: PART, quantity: 4 }))

  await page.locator('select[name=model]').selectOption('')
  await row.getByRole('button', { name: 'KX 1/2 has its own' }).click()
  await row.getByText('of this model').waitFor()
  await row.getByRole('button', { name: 'Change', exact: true }).click()
  await dialog.locator('input[name=ofClass]').check()
  await save()
  await row.getByText('as its class').first().waitFor()
  await row.getByRole('button', { name: 'Changed 2 times' }).click()
  await row.locator('[data-test=kit-history] li', { hasText: 'as its class' }).waitFor()
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  expect(problems).toEqual([])
})

test('minimum and maximum of a part and a van are set with their history; the van is refilled from the main store', async () => {
  const service = await startTestService()
  await service.api('POST /technicians', { id: 'zhang', name: '张师傅', skills: ['SK-ELV-T'] })
  await service.api('POST /stores', { id: 'van-1', name: 'Van of Zhang', kind: 'van', technician: 'zhang' })
  await service.api(`PATCH /parts/${PART}`, { onHand: 9 })
  const { page } = await openPage(await openBrowser())
  const dialog = page.getByRole('dialog')
  await logInByForm(page, `${service.url}/parts/${PART}`)
  await page
    .locator('section', { has: page.locator('[data-test=terms]') })
    .getByRole('button', { name: 'Change' })
    .click()
  await dialog.getByLabel('Minimum stock').fill('4')
  await dialog.getByLabel(/^Maximum stock/).fill('3')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.locator('input[name=maxStock]:invalid').waitFor()
  await dialog.getByLabel(/^Maximum stock/).fill('12')
  await dialog.getByLabel('Add a store').selectOption('van-1')
  await dialog.getByLabel('Van of Zhang: Minimum').fill('2')
  await dialog.getByLabel('Van of Zhang: Maximum').fill('3')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Changes (1)').click()
  await page.locator('[data-test=terms-history]', { hasText: '4 – 12' }).waitFor()

  await page.goto(`${service.url}/stores/van-1`)
  const row = page.locator(`[data-test=store-parts] [data-part=${PART}]`)
  await row.getByText('Below the minimum').waitFor()
  await row.getByRole('button', { name: 'Refill' }).click()
  expect(await dialog.getByLabel(/Quantity/).inputValue()).toBe('3')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await row.getByText('Below the minimum').waitFor({ state: 'detached' })
  expect((await service.api(`/parts/${PART}`)).body).toMatchObject({
    ...{ onHand: 9, minStock: 4, maxStock: 12 },
    stores: [
      expect.objectContaining({ store: 'main', onHand: 6 }),
      expect.objectContaining({ store: 'van-1', onHand: 3 }),
    ],
  })
})
