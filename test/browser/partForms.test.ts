import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { logInByForm } from '../helpers/logIn.ts'
import { startTestService } from '../helpers/service.ts'

const withVan = async () => {
  const service = await startTestService()
  await service.api('POST /technicians', { id: 'zhang', name: '张师傅', skills: ['SK-ELV-T'] })
  await service.api('POST /stores', { id: 'van-1', name: 'Van of Zhang', kind: 'van', technician: 'zhang' })
  return service
}

test('a part is added on a phone, refused where its number is taken, and counted in by its ledger', async () => {
  const service = await withVan()
  const { page, problems } = await openPage(await openBrowser(), { viewport: { width: 390, height: 844 } })
  const dialog = page.getByRole('dialog')
  const save = () => dialog.getByRole('button', { name: 'Save' }).click()
  await logInByForm(page, `${service.url}/parts`)
  await page.getByRole('button', { name: 'Add a part' }).click()
  await save()
  await dialog.locator('input[name=partNo]:invalid').waitFor()
  await service.api('POST /parts', { partNo: 'DOOR-01', name: 'Of a colleague' })
  await dialog.getByLabel('Part number').fill('DOOR-01')
  await dialog.getByLabel('Name', { exact: true }).fill('Door roller')
  await dialog.getByLabel('Chinese name').fill('门滚轮')
  await dialog.getByLabel('Minimum stock').fill('2.5')
  await save()
  await dialog.locator('input[name=minStock]:invalid').waitFor()
  await dialog.getByLabel('Minimum stock').fill('2')
  await dialog.getByLabel(/^Maximum stock/).fill('10')
  await dialog.getByLabel(/^Unit cost/).fill('38.5')
  await dialog.getByLabel('Add a store').selectOption('van-1')
  await dialog.getByLabel('Van of Zhang: Minimum').fill('1')
  await save()
  await dialog.locator('[data-problem="/partNo"]', { hasText: 'There is one already' }).waitFor()
  await dialog.getByLabel('Part number').fill('DOOR-02')
  await save()

  await page.getByRole('heading', { name: 'Door roller' }).waitFor()
  await page.getByRole('button', { name: 'Enter what is there' }).click()
  await dialog.getByLabel(/^Quantity/).fill('6.5')
  await save()
  await dialog.locator('input[name=quantity]:invalid').waitFor()
  await dialog.getByLabel(/^Quantity/).fill('6')
  await save()
  await page.locator('[data-test=movements] tbody tr', { hasText: 'Receive' }).waitFor()
  await page.locator('[data-store=main]', { hasText: '6' }).waitFor()
  expect((await service.api('/parts/DOOR-02')).body).toMatchObject({
    ...{ name: 'Door roller', nameZh: '门滚轮', unit: 'pc', minStock: 2, maxStock: 10, unitCost: 38.5, onHand: 6 },
    stores: [
      { store: 'main', onHand: 6 },
      { store: 'van-1', minStock: 1 },
    ],
  })
  expect((await service.api('/stock-audit')).body.items).toEqual([])
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  expect(problems.filter(text => !/status of 409/.test(text))).toEqual([])
})

test('by keyboard, in Chinese: what a faster colleague said of a part stays where the form says nothing else', async () => {
  const service = await withVan()
  const no = 'DOOR-01'
  await service.api('POST /parts', { partNo: no, name: 'Door roller', unitCost: 38.5, warrantyMonths: 12 })
  const { page, problems } = await openPage(await openBrowser(), { locale: 'zh-CN' })
  const dialog = page.getByRole('dialog')
  await page.goto(`${service.url}/parts/${no}`)
  await page.getByLabel('用户名').fill('admin')
  await page.getByLabel('密码').fill('correct-horse-battery')
  await page.keyboard.press('Enter')
  const terms = page.locator('section', { has: page.locator('[data-test=terms]') })
  await terms.getByRole('button', { name: '修改' }).focus()
  await page.keyboard.press('Enter')
  await dialog.getByLabel('中文名').press('Control+a')
  await page.keyboard.type('门滚轮')
  await dialog.getByLabel(/^单价/).press('Control+a')
  await page.keyboard.press('Delete')
  await service.api(`PATCH /parts/${no}`, { leadTimeDays: 9, nameZh: '门轮' })
  await page.keyboard.press('Enter')
  const overtaken = dialog.locator('[data-test=overtaken]')
  await overtaken.getByText('9 天').waitFor()
  expect(await overtaken.getByText('12').count()).toBe(0)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '门滚轮' }).waitFor()
  const { body } = await service.api(`/parts/${no}`)
  expect(body).toMatchObject({ name: 'Door roller', nameZh: '门滚轮', leadTimeDays: 9, warrantyMonths: 12, version: 2 })
  expect(body).not.toHaveProperty('unitCost')
  expect(problems.filter(text => !/status of 409/.test(text))).toEqual([])
})
