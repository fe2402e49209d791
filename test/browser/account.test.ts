import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { logInByForm } from '../helpers/logIn.ts'
import { startTestService } from '../helpers/service.ts'

async function openAccount() {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const opened = await openPage(await openBrowser())
  await logInByForm(opened.page, `${service.url}/account`)
  return { service, ...opened }
}

test('a token is shown once, lets a program in, shows that it was used, and is refused once it is revoked', async () => {
  const { service, page, problems } = await openAccount()
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByLabel('What it is for').fill('screen in the hall')
  await page.getByRole('button', { name: 'Make the token' }).click()
  const token = await page.locator('[data-test=new-token] code').textContent()
  const row = page.locator('[data-token="screen in the hall"]')
  await row.getByText('never').waitFor()
  const call = async () =>
    (await fetch(`${service.url}/api/sites`, { headers: { authorization: `Bearer ${token}` } })).status
  expect(await call()).toBe(200)

  await page.reload()
  await row.waitFor()
  expect(await page.locator('[data-test=new-token]').count()).toBe(0)
  expect(await row.getByText('never').count()).toBe(0)
  page.once('dialog', dialog => void dialog.accept())
  await row.getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('No tokens yet').waitFor()
  expect(await call()).toBe(401)
  expect(problems).toEqual([])
})

test('keys find equipment and pages from anywhere, and do nothing while somebody types or once they are off', async () => {
  const { page, problems } = await openAccount()
  const finder = page.locator('[data-test=finder]')
  await page.keyboard.press('Control+k')
  await finder.getByRole('combobox').fill('lift-1')
  await finder.getByRole('option', { name: 'lift-1' }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/equipment/lift-1')
  expect(await page.title()).toBe('lift-1 · Equipment · Caretaker')

  await page.keyboard.press('g')
  await page.keyboard.press('e')
  await page.waitForURL('**/equipment')
  await page.keyboard.press('/')
  await page.keyboard.type('g?t/')
  expect(await page.getByRole('searchbox').inputValue()).toBe('g?t/')

  await page.locator('h1').click()
  await page.keyboard.press('?')
  const keys = page.locator('[data-test=keys]')
  await keys.getByLabel('Use single-key shortcuts').uncheck()
  await page.keyboard.press('Escape')
  await keys.waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.keyboard.press('Control+k')
  await finder.waitFor()
  expect(await keys.count()).toBe(0)
  expect(problems).toEqual([])
})
