import sharp from 'sharp'
import { expect, test } from 'vitest'
import { addDays, dayAt } from '#domain/zonedTime.ts'
import { aheadClock } from '../helpers/aheadClock.ts'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { logInByForm, openAs } from '../helpers/logIn.ts'
import { ADMIN_PASSWORD, startTestService } from '../helpers/service.ts'

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
  const clock = aheadClock()
  const service = await startTestService({}, clock)
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  await service.api('POST /technicians', { id: 'zhang', name: 'Zhang', skills: ['SK-ELV-T'] })
  await service.api('POST /plans', OWN)
  const today = dayAt('Asia/Shanghai', Date.now() + 120_000)
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
  clock.ahead += 120_000
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

test('the month shows visits by where they stand; a technician subscribes to the own and takes it back', async () => {
  const clock = aheadClock()
  const service = await startTestService({}, clock)
  await service.register('gw-1', [
    { id: 'lift-1', class: 'elevator' },
    { id: 'lift-2', class: 'elevator' },
  ])
  const technician = { id: 'zhang', name: 'Zhang', skills: ['SK-ELV-T'] }
  await service.api('POST /technicians', technician)
  const user = { username: 'zhang', password: ADMIN_PASSWORD, role: 'technician', sites: [] }
  expect((await service.api('POST /users', user)).status).toBe(201)
  await service.api('POST /plans', { ...OWN, leadDays: 3, sites: [] })
  const today = dayAt('Asia/Shanghai', Date.now() + 120_000)
  const sites = [{ site: 's1', fromDay: addDays(today, -9) }]
  await service.api('PATCH /plans/PM-OWN', { version: 1, sites })
  const state = (equipment: string, days: number) =>
    service.api('POST /plans/PM-OWN/last-visits', { equipment, day: addDays(today, days) })
  expect([(await state('lift-1', -10)).status, (await state('lift-2', -15)).status]).toEqual([201, 201])
  const visits = async () => (await service.api(`/plans/visits?from=${addDays(today, -20)}&to=${today}`)).body.items
  clock.ahead += 120_000
  const opened = async () => (await visits()).filter((visit: { ticket?: string }) => visit.ticket).length
  await expect.poll(opened, { timeout: 20_000 }).toBe(2)
  const mine = (await visits()).find((visit: { equipment: string }) => visit.equipment === 'lift-1')
  const sent = await service.api(`POST /tickets/${mine.ticket}/transitions`, { to: 'dispatched', technician: 'zhang' })
  expect(sent.status).toBe(200)

  const { page, problems } = await openPage(await openBrowser(), { viewport: { width: 390, height: 844 } })
  await logInByForm(page, `${service.url}/plans/calendar`)
  const cell = (day: string) => page.locator(`[data-day="${day}"]`)
  await cell(today).locator('[data-state=due]', { hasText: '1' }).waitFor()
  const late = addDays(today, -5)
  if (late.slice(0, 7) !== today.slice(0, 7)) await page.getByRole('button', { name: 'Month before' }).click()
  await cell(late).locator('[data-state=overdue]').waitFor()
  await cell(late).click()
  await page.locator('[data-visit="PM-OWN lift-2"]', { hasText: 'Overdue' }).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)

  const { page: own, problems: ownProblems } = await openAs(service, 'zhang', ADMIN_PASSWORD, '/plans/calendar')
  await own.locator('[data-visit="PM-OWN lift-1"]', { hasText: 'Zhang' }).waitFor()
  await own.locator(`[data-day="${today}"] [data-state=due]`).waitFor()
  expect(await own.locator('[data-state=overdue], [data-state=planned]').count()).toBe(0)
  await own.getByRole('button', { name: 'Make an address' }).click()
  const address = await own.locator('[data-test=calendar-address] code').textContent()
  const read = async () => {
    const answer = await fetch(address ?? '')
    return { status: answer.status, text: await answer.text() }
  }
  const { status, text } = await read()
  expect(status).toBe(200)
  expect(text).toContain(`UID:${mine.ticket}@caretaker\r\n`)
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1)
  own.once('dialog', dialog => void dialog.accept())
  await own.locator('[data-test=calendar-links] [data-link]').getByRole('button', { name: 'Revoke' }).click()
  await own.locator('[data-test=calendar-links] [data-link]').waitFor({ state: 'detached' })
  expect((await read()).status).toBe(404)
  await own.getByRole('button', { name: '中文' }).click()
  await own.getByRole('heading', { name: '订阅到日历软件' }).waitFor()
  expect([...problems, ...ownProblems]).toEqual([])
})
