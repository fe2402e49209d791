import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { startTestService, type TestService } from '../helpers/service.ts'

const WAY = [
  { to: 'acknowledged' },
  { to: 'dispatched', technician: 'zhang' },
  { to: 'onSite', reason: 'the label is gone' },
  { to: 'repaired', repair: { cause: 'wear-out', action: 'adjust' } },
  { to: 'verified', evidence: 'ran it' },
  { to: 'handedOver', signature: { name: 'Li', party: 'owner' } },
  { to: 'followedUp', followUp: { result: 'satisfied' } },
  { to: 'closed' },
]

/** The same fault of the same lift, reported again and again; all but the last repaired. */
async function reportAgain({ api }: TestService, times: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 1; n <= times; n++) {
    const { id } = (await api('POST /tickets', { equipment: 'lift-1', faultCode: 'ELV-LEVEL' })).body
    ids.push(id)
    for (const move of n < times ? WAY : [])
      expect((await api(`POST /tickets/${id}/transitions`, move)).status, move.to).toBe(200)
  }
  return ids
}

test('the third repeat of a fault asks why: the task leads to its tickets and back, and ends only with cause and action', async () => {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  await service.api('POST /technicians', { id: 'zhang', name: 'Zhang', skills: ['SK-ELV-T'] })
  const ids = await reportAgain(service, 4)
  const { page, problems } = await openPage(await openBrowser())
  await startSession(page, service.url)

  await page.goto(`${service.url}/tickets/${ids[3]}`)
  await page.locator('[data-test=root-cause-task]').click()
  await page.getByRole('heading', { name: /ELV-LEVEL/ }).waitFor()
  const facts = page.locator('section', { has: page.getByRole('heading', { name: 'Root cause', exact: true }) })
  await facts.getByText('not found yet').waitFor()
  expect(await facts.getByRole('link').allTextContents()).toEqual(ids)

  const moves = page.locator('[data-test=moves]')
  await moves.getByRole('button', { name: 'Acknowledge' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('button.primary').click()
  await dialog.waitFor({ state: 'detached' })
  await moves.getByRole('button', { name: 'Dispatch' }).click()
  await dialog.getByLabel('Technician').selectOption('zhang')
  await dialog.locator('button.primary').click()
  await dialog.waitFor({ state: 'detached' })
  await moves.getByRole('button', { name: 'Accept' }).click()
  await moves.getByRole('button', { name: 'Close' }).click()
  await dialog.locator('button.primary').click()
  expect(await dialog.count()).toBe(1)
  await dialog.getByLabel('Root cause').fill('The guide rail is bent.')
  await dialog.getByLabel('Corrective action').fill('Replace the rail section.')
  await dialog.locator('button.primary').click()
  await page.locator('[data-test=ticket-status]', { hasText: 'Closed' }).waitFor()
  await facts.getByText('The guide rail is bent.').waitFor()
  await facts.getByText('Replace the rail section.').waitFor()

  await facts.getByRole('link', { name: ids[0] ?? '', exact: true }).click()
  await page.locator('[data-test=root-cause-task]').waitFor()
  expect(problems).toEqual([])
})
