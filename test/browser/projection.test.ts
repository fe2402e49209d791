import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { startTestService } from '../helpers/service.ts'

const PART = 'ELV-ENC-01'

test('a part says by when to order it and which ticket and which visits bring that; the suggestion orders as much', async () => {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  await service.api(`PATCH /parts/${PART}`, { onHand: 2, minStock: 1, leadTimeDays: 10 })
  const [site] = (await service.api('/sites')).body.items
  const today = new Date().toISOString().slice(0, 10)
  const sites = [{ site: site.id, fromDay: today }]
  await service.api('PATCH /plans/PM-ELV-HM', {
    version: 0,
    sites,
    parts: [{ partNo: PART, quantity: 1 }],
    reason: 'x',
  })
  const parts = [{ partNo: PART, quantity: 1 }]
  const ticket = (await service.api('POST /tickets', { equipment: 'lift-1', title: 'encoder', parts })).body.id
  const projection = (await service.api(`/parts/${PART}/projection`)).body
  const { page, problems } = await openPage(await openBrowser())
  await startSession(page, service.url)
  await page.goto(`${service.url}/parts/${PART}`)
  const panel = page.locator('[data-test=projection]')
  await panel.getByText('held by tickets 1 = available 1; minimum 1').waitFor()
  await panel.locator('canvas').waitFor()
  const rows = panel.locator('[data-test=projection-changes] tbody tr')
  expect(await rows.count()).toBe(projection.changes.length)
  await rows
    .first()
    .getByRole('link', { name: /Planned visit/ })
    .waitFor()
  await service.api(`POST /tickets/${ticket}/transitions`, { to: 'cancelled', reason: 'mistake' })
  await panel.getByText('held by tickets 0 = available 2').waitFor()

  await page.goto(`${service.url}/ordering`)
  const suggestion = page.locator(`[data-suggestion=${PART}]`)
  await suggestion.getByText('Why').click()
  expect(await suggestion.locator('[data-change=visit]').count()).toBe(2)
  const suggested = (await service.api('/reorder-suggestions')).body.items
  const { quantity } = suggested.find((one: { partNo: string }) => one.partNo === PART)
  await suggestion.getByRole('button', { name: 'Order' }).click()
  expect(
    await page
      .getByRole('dialog')
      .getByLabel(/Quantity/)
      .inputValue(),
  ).toBe(String(quantity))
  await page.keyboard.press('Escape')

  await suggestion.getByRole('link').first().click()
  await page.setViewportSize({ width: 390, height: 844 })
  const need = [{ partNo: PART, quantity: 5 }]
  const short = (await service.api('POST /tickets', { equipment: 'lift-1', title: 'more', parts: need })).body.id
  await panel.locator('[data-change=ticket]', { hasText: short }).waitFor()
  await panel.locator('[data-change=order]', { hasText: 'po-1' }).waitFor()
  await panel.getByText('before what is on order comes').waitFor()
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  expect(problems).toEqual([])
})
