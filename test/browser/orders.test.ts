import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { startTestService } from '../helpers/service.ts'

const PART = 'ELV-ENC-01'

test('a shortage is ordered, arrives in parts against a faster colleague, and is counted; the ledger says who and why', async () => {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const parts = [{ partNo: PART, quantity: 2 }]
  const ticket = (await service.api('POST /tickets', { equipment: 'lift-1', title: 'encoder', parts })).body.id
  const { page, problems } = await openPage(await openBrowser())
  const dialog = page.getByRole('dialog')
  const save = () => dialog.getByRole('button', { name: 'Save' }).click()
  await startSession(page, service.url)
  await page.goto(`${service.url}/ordering`)
  await page.locator('[data-test=why]', { hasText: 'order now' }).first().waitFor()
  await page.goto(`${service.url}/parts?q=${PART}`)
  await page.locator(`[data-part=${PART}]`).getByRole('button', { name: 'Order' }).click()
  await dialog.getByText('tickets wait for 2').waitFor()
  await dialog.locator('[data-test=coming]', { hasText: 'po-1' }).waitFor()
  await dialog.getByLabel(/Quantity/).fill('0')
  await dialog.getByRole('button', { name: 'Order' }).click()
  await dialog.locator('input[name=quantity]:invalid').waitFor()
  await dialog.getByLabel(/Quantity/).fill('6')
  await dialog.locator('select[name=ticket]').selectOption(ticket)
  await dialog.getByRole('button', { name: 'Order' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('status').getByRole('link', { name: 'Ordering' }).click()
  const order = (await service.api(`/purchase-orders?ticket=${ticket}`)).body.items.find(
    (o: { quantity: number }) => o.quantity === 6,
  )
  const row = page.locator(`[data-order=${order.id}]`)
  await row.getByRole('button', { name: 'Place the order' }).click()
  await dialog.getByLabel(/Supplier/).fill('Acme')
  await dialog.getByLabel('Expected').fill('2020-01-31')
  await save()
  await row.getByText('overdue').waitFor()

  await row.getByRole('button', { name: 'Receive' }).click()
  await dialog.getByLabel(/Quantity/).fill('4')
  await service.api(`POST /purchase-orders/${order.id}/receipts`, { quantity: 3 })
  await save()
  await dialog.locator('[data-test=overtaken]', { hasText: '3 / 6' }).waitFor()
  expect(await dialog.getByLabel(/Quantity/).inputValue()).toBe('3')
  await dialog.getByLabel(/Quantity/).fill('2')
  await save()
  await row.getByText('5 / 6').waitFor()
  await row.getByRole('button', { name: 'Cancel the order' }).click()
  await dialog.getByRole('button', { name: 'Cancel the order' }).click()
  await row.waitFor({ state: 'detached' })
  await page.locator('select[name=orders]').selectOption('all')
  await row.getByText('Cancelled').waitFor()
  expect((await service.api(`/tickets/${ticket}`)).body.parts).toMatchObject([{ status: 'reserved', quantity: 2 }])

  await page.goto(`${service.url}/parts/${PART}`)
  await page.getByRole('button', { name: 'Record a movement' }).click()
  await dialog.locator('select[name=kind]').selectOption('count')
  await dialog.locator('[data-test=count-difference]', { hasText: 'the count agrees' }).waitFor()
  await dialog.getByLabel(/Counted/).fill('4')
  await service.api(`POST /parts/${PART}/movements`, { kind: 'scrap', store: 'main', quantity: 2, reason: 'wet' })
  await dialog.getByLabel(/Reason/).fill('one is missing')
  await save()
  await dialog.locator('[data-test=count-difference]', { hasText: '+1' }).waitFor()
  await save()
  await dialog.waitFor({ state: 'detached' })
  const ledger = page.locator('[data-test=movements] tbody tr')
  await ledger.filter({ hasText: 'one is missing' }).filter({ hasText: 'admin' }).waitFor()
  await ledger.filter({ hasText: 'wet' }).filter({ hasText: 'Scrap' }).waitFor()
  await ledger.filter({ hasText: order.id }).first().waitFor()
  expect(problems.filter(text => !/status of 409/.test(text))).toEqual([])
})
