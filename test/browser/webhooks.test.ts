import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startHookServer } from '../helpers/hookServer.ts'
import { startSession } from '../helpers/logIn.ts'
import { eventually, startTestService } from '../helpers/service.ts'

test('a webhook is added, tried and removed on the page; its secret is shown once, a failure with its reason', async () => {
  const hooks = await startHookServer()
  const service = await startTestService({ webhookAllow: ['127.0.0.1'] })
  const { page, problems } = await openPage(await openBrowser())
  await startSession(page, service.url)
  await page.goto(`${service.url}/admin`)
  const panel = page.locator('section', { has: page.getByRole('heading', { name: 'Webhooks' }) })
  await panel.getByText('No webhooks yet').waitFor()
  await panel.getByRole('button', { name: 'Add' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('ERP')
  await dialog.getByLabel('Address').fill('http://10.0.0.1/')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText(/must be public and https/).waitFor()
  await dialog.getByLabel('Address').fill(hooks.url)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page
    .locator('[data-test=webhook-secret]')
    .getByText(/^whsec_/)
    .waitFor()

  const row = panel.locator('[data-test=webhook]')
  await row.getByRole('button', { name: 'Send a test' }).click()
  await row.getByText('taken (200)').waitFor()
  hooks.answer = (_, response) => void response.writeHead(503).end()
  await row.getByRole('button', { name: 'Send a test' }).click()
  await row.getByText('answered 503').waitFor()
  expect(hooks.heard).toHaveLength(2)
  page.once('dialog', asked => void asked.accept())
  await row.getByRole('button', { name: 'Remove' }).click()
  await eventually(
    () => panel.textContent(),
    text => text?.includes('No webhooks yet') === true,
  )
  expect(problems).toEqual([expect.stringContaining('422')])
})
