import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openAs } from '../helpers/logIn.ts'
import { ADMIN_PASSWORD, startTestService } from '../helpers/service.ts'

const PASSWORD = 'a-long-enough-password'

const numberAt = (page: Page, field: string) => page.locator(`[data-field="${field}"] input`)

test('an administrator promises less time: it is saved with its reason, listed, and holds for the next ticket; a viewer reads', async () => {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'pump-1', class: 'fire-pump' }])
  await service.api('POST /users', { username: 'li', password: PASSWORD, role: 'viewer', sites: [] })
  const { page, problems } = await openAs(service, 'admin', ADMIN_PASSWORD, '/settings/service-levels')
  const promised = page.locator('[data-test=promises] [data-priority=P2] td').nth(3)
  expect(await promised.textContent()).toBe('1 d')
  await page.getByRole('button', { name: 'All numbers' }).click()
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.locator('[data-row="/priorities/2"] > summary').click()
  const arrive = numberAt(page, '/priorities/2/arriveMin')
  await arrive.fill('0')
  await page.locator('[data-field="/priorities/2/arriveMin"]').getByText('Must be at least 1').waitFor()
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  await arrive.fill('120')
  await page.locator('[data-field="/priorities/2/arriveMin"]').getByText('was: 1 d').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  const bar = page.locator('[data-test=save-bar]')
  await bar.getByText('Must not be empty').waitFor()
  await bar.getByLabel('Why').fill('two crews now')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved as version 2').waitFor()

  await page.getByRole('button', { name: 'History' }).click()
  const newest = page.locator('[data-version="2"]')
  await newest.getByText('In force').waitFor()
  expect(await newest.textContent()).toMatch(/In force.*admin.*two crews now.*P2 General urgent · Arrive: 1 d → 2 h/s)
  await page.getByRole('button', { name: 'Overview' }).click()
  expect(await promised.textContent()).toBe('2 h')
  const opened = await service.api('POST /tickets', { equipment: 'pump-1', title: 'x', severity: 'general' })
  const { openedAt, clocks } = opened.body
  const due = clocks.find((clock: { kind: string }) => clock.kind === 'arrive').dueAt
  expect(Date.parse(due) - Date.parse(openedAt)).toBe(120 * 60_000)
  expect(problems).toEqual([])

  const reader = await openAs(service, 'li', PASSWORD, '/settings/service-levels?view=numbers')
  await reader.page.locator('[data-row="/priorities/2"]', { hasText: 'Arrive: 2 h' }).waitFor()
  expect(await numberAt(reader.page, '/priorities/2/arriveMin').isDisabled()).toBe(true)
  expect(await reader.page.getByRole('button', { name: 'Change', exact: true }).count()).toBe(0)
})

test('two administrators at once: the second sees what the first saved, keeps both, and says so in Chinese too', async () => {
  const service = await startTestService()
  const { page } = await openAs(service, 'admin', ADMIN_PASSWORD, '/settings/service-levels?view=numbers')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await numberAt(page, '/repeat/days').fill('14')
  await numberAt(page, '/calls/tries').fill('5')
  await page.getByLabel('Why').fill('mine')
  const [first] = (await service.api('/service-levels')).body.items
  const theirs = { ...first.policy, consentAboveCny: 900, repeat: { ...first.policy.repeat, days: 7 } }
  await service.api('POST /service-levels', { policy: theirs, version: 1, note: 'theirs' })
  await page.getByRole('button', { name: 'Save' }).click()
  const meanwhile = page.locator('[data-test=meanwhile]')
  await meanwhile.getByText(/owner’s consent is needed above: .* → 900 CNY/).waitFor()
  await meanwhile.getByText('Both of you changed these').waitFor()
  await page.locator('[data-test=language]').first().click()
  await meanwhile.getByText('以下各处你们都改了').waitFor()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存为第 3 版').waitFor()
  const { policy } = (await service.api('/service-levels')).body.items.at(-1)
  expect([policy.repeat.days, policy.calls.tries, policy.consentAboveCny]).toEqual([14, 5, 900])
})

test('a year of working days is imported: what is wrong is told day by day, then the year stands there', async () => {
  const service = await startTestService()
  const { page } = await openAs(service, 'admin', ADMIN_PASSWORD, '/settings/calendars?year=2026')
  const dayAt = (date: string) => page.locator(`[data-test=calendar] [data-date="${date}"]`)
  expect(await dayAt('2026-02-14').getAttribute('class')).toBe('makeUp')
  expect(await dayAt('2026-10-01').getAttribute('class')).toBe('off')
  await page.locator('[data-soon="2027"]').waitFor()
  await page.getByRole('button', { name: 'Import a year' }).click()
  const table = page.getByLabel('Days off and make-up days')
  await table.fill('2027-01-01, off, New Year\nsoon\n2027-01-03, off, New Year')
  await page.getByText('Lines that cannot be read: 2').waitFor()
  await table.fill('2027-01-01, off, New Year\n2027-01-03, off, New Year\n2027-01-05 班 New Year')
  await page.getByLabel('Source').fill('notice of 2026')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.locator('[data-problem="2027-01-02"]', { hasText: 'is missing in the middle of “New Year”' }).waitFor()
  await page.locator('[data-problem="2027-01-05"]', { hasText: 'is a working day anyway' }).waitFor()
  await table.fill('2027-01-01, off, New Year\n2027-01-02 休 New Year\n2027-01-03,休息,New Year\n2027-02-06 班 Spring')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.locator('[data-test=taken]').waitFor()
  expect(await dayAt('2027-02-06').getAttribute('class')).toBe('makeUp')
  expect(await page.locator('[data-soon="2027"]').count()).toBe(0)
})
