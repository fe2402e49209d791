import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { logInByForm } from '../helpers/logIn.ts'
import { lostPhase } from '../helpers/lostPhase.ts'
import { eventually, startTestService } from '../helpers/service.ts'

/** A feeder that loses a phase, and gets it back. */
async function withFeeder() {
  const service = await startTestService()
  const { lose, restore } = await lostPhase(service, Date.now() - 100_000)
  await service.api('POST /technicians', { id: 'chen', name: '陈师傅', skills: ['SK-ELE-LV'] })
  return { ...service, loseOnePhase: lose, restore }
}

/** Draws across the pad, as a finger would. */
async function drawOn(page: Page, pad: Locator): Promise<void> {
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (!box) throw new Error('the pad is not to be seen')
  await page.mouse.move(box.x + 20, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 20, box.y + box.height - 20, { steps: 5 })
  await page.mouse.up()
}

test('on a phone, by the buttons alone: from the fault to the closed ticket, with proof, consent and signature', async () => {
  const service = await withFeeder()
  const { page, problems } = await openPage(await openBrowser(), { viewport: { width: 390, height: 844 } })
  await service.loseOnePhase()
  const { body } = await eventually(
    () => service.api('/tickets?open=true'),
    answer => answer.body.items.some((t: { faultCode: string }) => t.faultCode === 'FDC-PHASE-LOSS'),
  )
  const { id } = body.items.find((t: { faultCode: string }) => t.faultCode === 'FDC-PHASE-LOSS')
  await logInByForm(page, `${service.url}/tickets/${id}`)

  const moves = page.locator('[data-test=moves]')
  const dialog = page.getByRole('dialog')
  const press = (name: string) => moves.getByRole('button', { name, exact: true }).click()
  const confirm = (name: string) => dialog.getByRole('button', { name, exact: true }).click()
  const stands = (status: string) => page.locator('[data-test=ticket-status]', { hasText: status }).waitFor()

  await press('Dispatch')
  await expect.poll(() => dialog.getByLabel('Technician').inputValue()).toBe('chen')
  await confirm('Dispatch')
  await stands('Dispatched')
  await press('Accept')
  await stands('Accepted')
  await press('On site')
  const labelOf = async (path: string) => (await service.api(`/${path}/label`)).body.code
  const code = dialog.getByLabel('enter the code on the label')
  await code.fill('lift-9')
  await dialog.getByText('The code is not right').waitFor()
  await code.fill(await labelOf('sites/s1'))
  await confirm('On site')
  await dialog.getByText('That is the label of other equipment').waitFor()
  await code.fill(await labelOf('equipment/feeder-1'))
  await confirm('On site')
  await stands('On site')

  await press('Diagnosis')
  await dialog.getByLabel('Failure mode').selectOption('BRD')
  await dialog.getByLabel('Mechanism').selectOption('electrical-open')
  await dialog.getByLabel('Cause').selectOption('wear-out')
  await dialog.getByLabel('Plan').fill('new fuse base')
  await dialog.getByLabel('Estimated cost').fill('860')
  await confirm('Diagnosis')
  await page.getByText('The owner has not signed yet').waitFor()
  await press('Repaired')
  await dialog.locator('[data-test=consent-note]', { hasText: '¥860' }).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.locator('[data-test=acts]').getByRole('button', { name: 'Owner signs the plan' }).click()
  await dialog.getByLabel('Name of who signs').fill('李业主')
  await drawOn(page, dialog.locator('canvas'))
  await confirm('Owner signs the plan')
  await page.locator('[data-test=signatures] img').first().waitFor()

  await press('Repaired')
  expect(await dialog.locator('[data-test=consent-note]').count()).toBe(0)
  expect(await dialog.getByLabel(/^Cause/).inputValue()).toBe('wear-out')
  await dialog.getByLabel('Action').selectOption('replace')
  await confirm('Repaired')
  await stands('Repaired')
  await press('Verify')
  const refused = page.getByRole('alert').filter({ hasText: 'The telemetry has not been normal again' })
  await refused.getByText('Phase loss').waitFor()
  expect(await refused.textContent()).not.toContain('{')
  await service.restore()
  await stands('Verified')
  await page.getByText('verified by the telemetry').waitFor()

  await press('Sign acceptance')
  await dialog.getByLabel('Name of who signs').fill('物业 王')
  await dialog.getByLabel('Signs for').selectOption('propertyOffice')
  await confirm('Sign acceptance')
  await stands('Accepted by customer')
  await press('Followed up')
  await confirm('Followed up')
  await stands('Followed up')
  await press('Close')
  await stands('Closed')

  await page.getByText('How it came about').click()
  const account = page.locator('[data-test=clock-account]', { hasText: 'Resolve' })
  await account.getByText('Started').waitFor()
  await account.getByText('Stopped').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  expect(problems.filter(text => !/409|422/.test(text))).toEqual([])
})

test('a ticket is handed to somebody else, returned and urged, each with its words', async () => {
  const service = await withFeeder()
  await service.api('POST /technicians', { id: 'zhou', name: '周师傅', skills: ['SK-ELE-LV'] })
  const { body } = await service.api('POST /tickets', { equipment: 'feeder-1', title: 'smells burnt' })
  await service.api(`POST /tickets/${body.id}/transitions`, { to: 'dispatched', technician: 'chen' })
  const { page, problems } = await openPage(await openBrowser())
  await logInByForm(page, `${service.url}/tickets/${body.id}`)
  const moves = page.locator('[data-test=moves]')
  const dialog = page.getByRole('dialog')

  await moves.getByRole('button', { name: 'Hand to somebody else' }).click()
  await dialog.getByLabel('Technician').selectOption('zhou')
  await dialog.getByLabel('Reason').fill('off duty')
  await dialog.getByRole('button', { name: 'Hand to somebody else' }).click()
  await page.getByText('off duty').waitFor()
  await moves.getByRole('button', { name: 'Return to dispatcher' }).click()
  await dialog.getByLabel('Reason').fill('wrong trade')
  await dialog.getByRole('button', { name: 'Return to dispatcher' }).click()
  await page.locator('[data-test=ticket-status]', { hasText: 'Acknowledged' }).waitFor()
  await page.locator('[data-test=acts]').getByRole('button', { name: 'Urge' }).click()
  await dialog.getByRole('button', { name: 'Urge' }).click()
  await page.getByText('urged once').waitFor()
  expect(problems).toEqual([])
})
