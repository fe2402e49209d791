import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { startTestService, type TestService } from '../helpers/service.ts'

const statusOf = (page: Page, status: string) =>
  page.locator('[data-test=ticket-status]', { hasText: status }).waitFor()

/** Two people of the desk, each with the same ticket before them. */
async function twoAt(service: TestService, id: string): Promise<[Page, Page]> {
  const browser = await openBrowser()
  const open = async () => {
    const { page } = await openPage(browser)
    await startSession(page, service.url)
    await page.goto(`${service.url}/tickets/${id}`)
    await page.locator('[data-test=moves]').waitFor()
    return page
  }
  return [await open(), await open()]
}

async function withLift(): Promise<TestService> {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  await service.api('POST /technicians', { id: 'chen', name: '陈师傅', skills: ['SK-ELV-T'] })
  return service
}

test('of two who judge a ticket at once the second is told what the first decided, and may still decide', async () => {
  const service = await withLift()
  const input = { equipment: 'lift-1', faultCode: 'ELV-LEVEL' }
  const { body } = await service.api('POST /tickets', input)
  const move = (to: string, more: object = {}) =>
    service.api(`POST /tickets/${body.id}/transitions`, { to, reason: 'x', ...more })
  await move('dispatched', { technician: 'chen' })
  await move('onSite')
  await move('repaired', { repair: { cause: 'wear-out', action: 'replace' }, reason: undefined })
  const [first, second] = await twoAt(service, body.id)
  const open = async (page: Page, outcome: string, why: string) => {
    await page.getByRole('button', { name: 'Correct the verdict' }).click()
    await page.getByRole('dialog').locator('select').selectOption(outcome)
    await page.getByRole('dialog').locator('textarea').fill(why)
  }
  const send = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Correct the verdict' }).click()
  await open(second, 'noFaultFound', 'nothing to be seen')
  await open(first, 'sensor', 'the sensor is loose')
  await send(first)
  // The second page shows the new state live; its form was opened before.
  await second.locator('[data-test=verdict]', { hasText: 'ensor' }).waitFor()
  await send(second)
  const dialog = second.getByRole('dialog')
  await dialog.getByText('Somebody changed this in the meantime').waitFor()
  await dialog.getByText(/admin: Verdict corrected/).waitFor()
  expect(await dialog.locator('textarea').inputValue()).toBe('nothing to be seen')
  expect((await service.api(`/tickets/${body.id}`)).body.verdict).toBe('sensor')
  await send(second)
  await dialog.waitFor({ state: 'detached' })
  expect((await service.api(`/tickets/${body.id}`)).body.verdict).toBe('noFaultFound')
})

test('of two who act on a ticket of a place the second is told what became of it', async () => {
  const service = await withLift()
  const { body } = await service.api('POST /reports', {
    site: 's1',
    place: 'lobby',
    trouble: 'leak',
    channel: 'phone',
  })
  const id = body.ticket
  const [first, second] = await twoAt(service, id)
  const locate = second.locator('[data-test=locate]')
  await locate.getByRole('combobox').selectOption('lift-1')
  await first.locator('[data-test=moves]').getByRole('button', { name: 'Dispatch' }).click()
  await first.getByRole('dialog').getByLabel('Technician').selectOption('chen')
  await first.getByRole('dialog').getByRole('button', { name: 'Dispatch', exact: true }).click()
  await statusOf(second, 'Dispatched')
  await locate.getByRole('button', { name: 'That is it' }).click()
  await locate.getByText('Somebody changed this in the meantime').waitFor()
  await locate.getByText(/admin: Dispatched/).waitFor()
  expect((await service.api(`/tickets/${id}`)).body.equipment).toBe('s1-place')
  await locate.getByRole('button', { name: 'That is it' }).click()
  await locate.waitFor({ state: 'detached' })
  expect((await service.api(`/tickets/${id}`)).body.equipment).toBe('lift-1')
})
