import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { startTestService } from '../helpers/service.ts'

test('a moment is entered on the clock of the site, in whatever zone the browser is', async () => {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const { page, problems } = await openPage(await openBrowser(), { timezoneId: 'America/New_York' })
  await startSession(page, service.url)
  await page.goto(`${service.url}/windows`)
  await page.getByRole('button', { name: 'New window' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Site').selectOption('s1')
  await dialog.locator('[name=startsAt]').fill('2099-01-06T08:30')
  await dialog.getByLabel('Reason').fill('ropes')
  await dialog.getByLabel('Contact').fill('desk')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page
    .getByText(/6 Jan 08:30/)
    .first()
    .waitFor()

  const [window] = (await service.api('/windows')).body.items
  expect(window).toMatchObject({ startsAt: '2099-01-06T00:30:00.000Z', endsAt: '2099-01-06T02:30:00.000Z' })
  expect(problems).toEqual([])
})
