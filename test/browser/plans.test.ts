import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { logInByForm } from '../helpers/logIn.ts'
import { startTestService } from '../helpers/service.ts'

test('a plan is found, changed with a reason against a faster colleague, brought back and switched on and off', async () => {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const { page, problems } = await openPage(await openBrowser(), { viewport: { width: 390, height: 844 } })
  const dialog = page.getByRole('dialog')
  await logInByForm(page, `${service.url}/plans?class=elevator`)
  await page.locator('[data-plan=PM-ELV-HM] a').click()
  await page.locator('[data-test=off]').waitFor()
  await page.locator('[data-item=ELV-HM-05]', { hasText: '≤ 0.7 mm' }).waitFor()
  await page.getByRole('button', { name: 'Change the plan' }).click()
  await dialog.getByLabel('Interval', { exact: true }).fill('14')
  await dialog.getByLabel('Reason').fill('the owner wants it')
  await service.api('PATCH /plans/PM-ELV-HM', { version: 0, leadDays: 3 })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.locator('[data-test=overtaken]', { hasText: '3 days' }).waitFor()
  await dialog.getByLabel(/^Ticket opens before/).fill('3')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.locator('[data-version="2"]', { hasText: 'the owner wants it' }).getByText('at most 14 days').waitFor()
  await page.locator('[data-test=against-shipped]', { hasText: '3 days' }).waitFor()

  await page.locator('[data-version="0"]').getByRole('button', { name: 'Bring back' }).click()
  await dialog.getByLabel('Reason').fill('a try')
  await dialog.getByRole('button', { name: 'Bring back' }).click()
  await page.locator('[data-test=as-shipped]').waitFor()

  await page.getByRole('button', { name: 'Switch on' }).click()
  await dialog.getByLabel('From').fill('2026-12-01')
  await dialog.getByRole('button', { name: 'Switch on' }).click()
  const site = page.locator('[data-test=plan-sites] [data-site]')
  await site.getByText('01/12/2026').waitFor()
  await page.locator('[data-test=off]').waitFor({ state: 'detached' })
  expect((await service.api('GET /plans/PM-ELV-HM')).body.sites).toMatchObject([{ fromDay: '2026-12-01' }])
  await site.getByRole('button', { name: 'Switch off' }).click()
  await dialog.getByLabel('Reason').fill('the contract ended')
  await dialog.getByRole('button', { name: 'Switch off' }).click()
  await page.locator('[data-test=off]').waitFor()
  await page.locator('[data-version="5"]', { hasText: 'the contract ended' }).waitFor()
  if (process.env.SHOT) {
    await page.screenshot({ path: '/tmp/plan-phone.png', fullPage: true })
    await page.setViewportSize({ width: 1300, height: 1000 })
    await page.screenshot({ path: '/tmp/plan-desk.png' })
    await page.goto(`${service.url}/plans`)
    await page.locator('[data-plan=PM-IOT]').waitFor()
    await page.screenshot({ path: '/tmp/plans-desk.png' })
  }
  expect(problems.filter(text => !/status of 409/.test(text))).toEqual([])
})
