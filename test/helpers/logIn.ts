import type { Page } from 'playwright-core'
import { openBrowser, openPage } from './browser.ts'
import { ADMIN_PASSWORD } from './service.ts'

/** Opens an address and logs in as the administrator in the form, as a person does. */
export async function logInByForm(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByLabel('User name').fill('admin')
  await page.getByLabel('Password').fill(ADMIN_PASSWORD)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.locator('[data-test=connection].live').waitFor()
}

/** Gives the page's browser a session; which page it shows is up to the test. */
export async function startSession(
  page: Page,
  service: string,
  username = 'admin',
  password = ADMIN_PASSWORD,
): Promise<void> {
  await page.request.post(`${service}/api/session`, { data: { username, password } })
}

/** A page of its own browser that shows `path`, with a session. */
export async function openAs({ url }: { url: string }, username: string, password: string, path: string) {
  const opened = await openPage(await openBrowser())
  await startSession(opened.page, url, username, password)
  await opened.page.goto(`${url}${path}`)
  await opened.page.locator('h1').waitFor()
  return opened
}
