import sharp from 'sharp'
import { expect, test } from 'vitest'
import { addDays, dayAt } from '#domain/zonedTime.ts'
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
  await page.getByRole('link', { name: 'Change the plan' }).click()
  const bar = page.locator('[data-test=save-bar]')
  await page.getByLabel('Interval', { exact: true }).fill('14')
  await bar.getByRole('button', { name: 'Save' }).click()
  await bar.getByText('Must not be empty').waitFor()
  await bar.getByLabel('Why').fill('the owner wants it')
  await service.api('PATCH /plans/PM-ELV-HM', { version: 0, leadDays: 3 })
  await bar.getByRole('button', { name: 'Save' }).click()
  await bar.locator('[data-test=overtaken]', { hasText: '3 days' }).waitFor()
  expect(await page.getByLabel(/^Ticket opens before/).inputValue()).toBe('3')
  await bar.getByRole('button', { name: 'Save' }).click()
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
  expect(problems.filter(text => !/status of 409/.test(text))).toEqual([])
})

/** What a phone's camera takes. */
const PNG = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'grey' } })
  .png()
  .toBuffer()
const ITEM = { name_zh: '查看', requirement: 'clean', requirement_zh: '清洁' }
const OWN = {
  ...{ code: 'PM-OWN', name: 'Own look', name_zh: '自定', basis: '', skill: 'SK-ELV-T', estMin: 30, leadDays: 0 },
  interval: { unit: 'd', value: 10, kind: 'maxInterval' },
  ...{ toleranceDays: 1, per: 'equipment', classes: ['elevator'], includes: [], parts: [] },
  items: [
    { ...ITEM, code: 'X-1', name: 'Look', result: 'check' },
    { ...ITEM, code: 'X-2', name: 'Gap', result: 'number', unit: 'mm', max: 0.7 },
    { ...ITEM, code: 'X-3', name: 'Try', result: 'check', test: true, photo: true },
    { ...ITEM, code: 'X-4', name: 'Listen', result: 'check' },
  ],
}

test('a visit from the switching on of its plan to the next due day: due, answered by the phone link, refused, done', async () => {
  let ahead = 0
  const service = await startTestService({}, { kind: 'wall', now: () => Date.now() + ahead, observe: () => undefined })
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  await service.api('POST /technicians', { id: 'zhang', name: 'Zhang', skills: ['SK-ELV-T'] })
  await service.api('POST /plans', OWN)
  const today = dayAt('Asia/Shanghai', Date.now())
  const shown = (day: string) => day.split('-').reverse().join('/')
  const browser = await openBrowser()
  const { page } = await openPage(browser, { viewport: { width: 390, height: 844 } })
  const dialog = page.getByRole('dialog')
  await logInByForm(page, `${service.url}/plans/PM-OWN`)
  await page.getByRole('button', { name: 'Switch on' }).click()
  await dialog.getByRole('button', { name: 'Switch on' }).click()
  await page.locator('[data-test=plan-sites] [data-site]').waitFor()

  await page.goto(`${service.url}/plans/due`)
  const due = page.locator('[data-due="PM-OWN lift-1"]')
  await due
    .getByText(shown(addDays(today, 10)), { exact: false })
    .first()
    .waitFor()
  await due.getByRole('button', { name: 'State last visit' }).click()
  await dialog.getByLabel('Day of the last visit').fill(addDays(today, -10))
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.locator('[data-section=now]').locator(due).getByText('stated').waitFor()
  ahead += 120_000
  await due.getByText('Nobody sent').waitFor()
  await due.getByRole('link', { name: 'Own look' }).click()
  await page.locator('[data-test=lacking]', { hasText: '4 items missing' }).waitFor()
  const ticket = page.url().split('/').at(-1) ?? ''
  await service.api(`POST /tickets/${ticket}/transitions`, { to: 'dispatched', technician: 'zhang' })
  const { token } = (await service.api(`POST /tickets/${ticket}/work-links`, {})).body

  const { page: phone } = await openPage(browser, { viewport: { width: 390, height: 844 } })
  await phone.goto(`${service.url}/w/${token}`)
  await phone.getByRole('heading', { name: 'Maintenance visit' }).waitFor()
  await phone.getByRole('button', { name: 'On site', exact: true }).click()
  await phone.getByLabel('Why there is no label').fill('no label yet')
  await phone.getByRole('button', { name: 'On site', exact: true }).click()
  await phone.locator('[data-test=status]', { hasText: 'On site' }).waitFor()
  await phone.getByRole('button', { name: 'Close', exact: true }).click()
  await phone.getByText('4 answers and 0 photos are missing').waitFor()

  const item = (code: string) => phone.locator(`[data-item=${code}]`)
  const answers = [{ equipment: 'lift-1', item: 'X-1', outcome: 'notOk', note: 'dusty', mended: true }]
  expect((await service.api(`POST /tickets/${ticket}/checklist`, { answers })).status).toBe(200)
  await item('X-1').getByRole('button', { name: 'OK', exact: false }).first().click()
  await item('X-1')
    .locator('[data-test=line-overtaken]', { hasText: 'admin answered in the meantime: Not OK' })
    .waitFor()
  await phone.getByRole('button', { name: 'All the rest OK (1)' }).click()
  await item('X-4').locator('[data-test=answer]', { hasText: 'zhang' }).waitFor()
  await item('X-2').getByLabel('Value').fill('0.9')
  await item('X-2').getByRole('button', { name: 'Save' }).click()
  await item('X-2').getByText('Outside ≤ 0.7 mm').waitFor()
  await item('X-2').getByLabel('Note').fill('worn')
  await item('X-2').getByLabel('Mended on the spot').check()
  await item('X-2').getByRole('button', { name: 'Save' }).last().click()
  await item('X-2').locator('[data-test=answer]', { hasText: '0.9 mm' }).waitFor()
  await item('X-3').getByRole('button', { name: 'OK', exact: false }).first().click()
  await phone.locator('[data-test=lacking]', { hasText: '1 photo missing' }).waitFor()
  await phone.reload()
  await item('X-3').locator('input[type=file]').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: PNG })
  await phone.locator('[data-test=lacking]', { hasText: 'All answered' }).waitFor()
  await phone.getByRole('button', { name: 'Close', exact: true }).click()
  await phone.getByText('Your part is done').waitFor()

  await page.locator('[data-test=ticket-status]', { hasText: 'Closed' }).waitFor()
  expect(await page.getByText('Checklist answered').count()).toBeLessThan(4)
  expect(await page.getByText('Failed', { exact: true }).count()).toBe(0)
  await page.goto(`${service.url}/equipment/lift-1`)
  const plans = page.locator('[data-test=equipment-plans]').locator(due)
  await plans
    .getByText(shown(addDays(today, 10)))
    .first()
    .waitFor()
  await plans.getByText(shown(today)).waitFor()
  await page.locator('[data-finding=X-2]', { hasText: '0.9 mm' }).waitFor()
  await page.goto(`${service.url}/plans/findings?state=mended`)
  await page.locator('[data-finding=X-1]', { hasText: 'dusty' }).getByText('Mended on the spot').waitFor()
})
