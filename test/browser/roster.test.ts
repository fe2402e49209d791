import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { qrSvg } from '#domain/qrSvg.ts'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { ADMIN_PASSWORD, startTestService, type TestService } from '../helpers/service.ts'

const PASSWORD = 'correct-horse-battery'
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true }

/** A lift, and two who may repair it, each with an account. */
async function withPeople() {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  for (const [id, name] of [
    ['li', '李师傅'],
    ['zhang', '张师傅'],
  ] as const) {
    const certificate = { kind: 'CERT-ELV-T', number: `T-${id}`, validFrom: '2020-01-01', validUntil: '2999-01-01' }
    await service.api('POST /technicians', { id, name, skills: ['SK-ELV-T'], certificates: [certificate] })
    await service.api('POST /users', { username: id, password: PASSWORD, role: 'technician', sites: [] })
  }
  const mode = (mode: string, acceptMin: number | null = null) =>
    service.api('PUT /sites/s1/dispatch', { mode, acceptMin, strict: false, version: 0 })
  const report = async (title: string) =>
    (await service.api('POST /tickets', { equipment: 'lift-1', title, skill: 'SK-ELV-T' })).body.id as string
  return { ...service, mode, report }
}

async function pageOf(
  browser: Browser,
  { url }: TestService,
  username: string,
  { path, ...options }: BrowserContextOptions & { path: string },
): Promise<{ page: Page; problems: string[] }> {
  const opened = await openPage(browser, options)
  const password = username === 'admin' ? ADMIN_PASSWORD : PASSWORD
  await startSession(opened.page, url, username, password)
  await opened.page.goto(`${url}${path}`)
  return opened
}

const wide = (page: Page) => page.evaluate('document.documentElement.scrollWidth - innerWidth')

test('the desk plans a shift and a leave, sees who is missing, and says how tickets are given out', async () => {
  const service = await withPeople()
  const { page, problems } = await pageOf(await openBrowser(), service, 'admin', { path: '/roster?from=2026-11-23' })
  const week = page.locator('[data-test=week]')
  await week.getByText('Nobody on duty').first().waitFor()
  const dialog = page.getByRole('dialog')
  const plan = async (kind: string, from: string, until: string) => {
    await page.getByRole('button', { name: 'Add a duty' }).click()
    await dialog.getByLabel(/^Technician/).selectOption('li')
    await dialog.getByLabel('Kind').selectOption(kind)
    await dialog.getByLabel('From day').fill(from)
    await dialog.getByLabel('Until day').fill(until)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  await plan('shift', '2026-11-23', '')
  await week.getByText('Shift 08:00–18:00').nth(4).waitFor()
  expect(await week.getByText('李师傅').count()).toBe(5)
  await plan('leave', '2026-11-25', '2026-11-25')
  await week.getByText('李师傅').nth(4).waitFor({ state: 'detached' })
  expect(await week.getByText('李师傅').count()).toBe(4)
  await week
    .getByText(/gaps? in the skills/)
    .first()
    .click()
  await week
    .getByText(/Lift repair technician 00:00–08:00/)
    .first()
    .waitFor()
  await page.getByRole('row', { name: /Leave/ }).getByRole('button').click()
  await week.getByText('李师傅').nth(4).waitFor()
  await page.getByLabel('Mode').selectOption('grab')
  await page.getByLabel('Minutes to accept').fill('15')
  const major = page.getByRole('group', { name: 'Responsible, major urgent' })
  await major.getByLabel('Name').fill('王经理')
  await major.getByLabel('Phone').fill('138 0000 0000')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').waitFor()
  expect((await service.api('/sites/s1/dispatch')).body).toMatchObject({
    mode: 'grab',
    acceptMin: 15,
    responsible: { major: { name: '王经理', phone: '138 0000 0000' } },
    version: 1,
  })
  await service.api('PUT /sites/s1/dispatch', { mode: 'auto', acceptMin: 20, strict: false, version: 1 })
  await page.getByLabel('Minutes to accept').fill('25')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('[data-test=overtaken]', { hasText: '20' }).waitFor()
  expect(await page.getByLabel('Minutes to accept').inputValue()).toBe('25')
  expect(await page.getByLabel('Mode').inputValue()).toBe('grab')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').waitFor()
  expect((await service.api('/sites/s1/dispatch')).body).toMatchObject({ mode: 'grab', acceptMin: 25, version: 3 })
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await wide(page)).toBe(0)
  expect(problems.filter(problem => !/status of 409/.test(problem))).toEqual([])
})

test('of those who see a ticket in the pool the first takes it; work for two is then offered for going along', async () => {
  const service = await withPeople()
  await service.mode('grab')
  const browser = await openBrowser()
  const zhang = await pageOf(browser, service, 'zhang', { ...PHONE, path: '/pool' })
  await zhang.page.getByText('Nothing to take at the moment').waitFor()
  const id = await service.report('The door squeaks')
  const li = await pageOf(browser, service, 'li', { ...PHONE, path: '/pool', locale: 'zh-CN' })
  await zhang.page.locator(`[data-ticket=${id}]`).getByText('The door squeaks').waitFor()
  expect(await wide(zhang.page)).toBe(0)
  await li.page.locator(`[data-ticket=${id}]`).getByRole('button', { name: '接单' }).click()
  await li.page.locator('[data-test=ticket-status]', { hasText: '已接单' }).waitFor()
  const place = zhang.page.locator(`[data-ticket=${id}]`, { hasText: '李师傅 leads' })
  await place.getByRole('button', { name: 'I go', exact: true }).click()
  await zhang.page.locator('[data-member=zhang]', { hasText: 'goes along' }).getByText('accepted').waitFor()
  expect((await service.api(`/tickets/${id}`)).body).toMatchObject({
    status: 'accepted',
    technician: 'li',
    second: 'zhang',
  })
  expect([...zhang.problems, ...li.problems]).toEqual([])
})

/** A photo of a label, a little askew, as a phone takes it. */
const photoOf = (address: string) =>
  sharp(Buffer.from(qrSvg(address)), { density: 600 })
    .resize(700)
    .rotate(8, { background: '#c9c4b8' })
    .extend({ top: 500, bottom: 900, left: 300, right: 600, background: '#c9c4b8' })
    .jpeg()
    .toBuffer()

test('a technician sees the offer on the phone, accepts, sets off, proves the arrival by the QR code, repairs and gets it signed; the other goes along', async () => {
  const service = await withPeople()
  await service.mode('auto', 30)
  const id = await service.report('The door squeaks')
  const browser = await openBrowser()
  const { page, problems } = await pageOf(browser, service, 'li', { ...PHONE, path: '/tickets' })
  await page.locator(`[data-ticket=${id}]`, { hasText: 'Dispatched' }).getByRole('link').click()
  const crew = page.locator('[data-test=crew]')
  await crew
    .locator('[data-member=li]', { hasText: 'not accepted yet' })
    .getByText('Certificate valid until 2999-01-01')
    .waitFor()
  await crew.locator('[data-member=zhang]', { hasText: 'goes along' }).getByText('Answer by').waitFor()

  const other = await pageOf(browser, service, 'zhang', { ...PHONE, path: `/tickets/${id}`, locale: 'zh-CN' })
  await other.page.getByRole('button', { name: '我去', exact: true }).click()
  await crew.locator('[data-member=zhang]', { hasText: 'accepted' }).waitFor()

  const dialog = page.getByRole('dialog')
  const press = (name: string) => page.locator('[data-test=moves]').getByRole('button', { name, exact: true }).click()
  const confirm = (name: string) => dialog.getByRole('button', { name, exact: true }).click()
  const stands = (status: string) => page.locator('[data-test=ticket-status]', { hasText: status }).waitFor()
  await press('Accept')
  await stands('Accepted')
  await press('Set off')
  await stands('On the way')
  await press('On site')
  const { body: label } = await service.api('/equipment/lift-1/label')
  const photo = { name: 'label.jpg', mimeType: 'image/jpeg', buffer: await photoOf(label.address) }
  await dialog.getByLabel('Photograph the QR code').setInputFiles(photo)
  await dialog.getByText('Label scanned').waitFor()
  await confirm('On site')
  await stands('On site')
  await page.getByText('label of the equipment scanned').waitFor()
  await press('Repaired')
  await dialog.getByLabel(/^Cause/).selectOption('wear-out')
  await dialog.getByLabel('Action').selectOption('replace')
  await confirm('Repaired')
  await stands('Repaired')
  await press('Verify')
  await dialog.getByLabel('What shows that it works again').fill('ten rides')
  await confirm('Verify')
  await stands('Verified')
  await press('Sign acceptance')
  await dialog.getByLabel('Name of who signs').fill('李业主')
  await confirm('Sign acceptance')
  await stands('Accepted by customer')
  await page.locator('[data-test=signatures]').getByText('李业主').waitFor()
  expect(await wide(page)).toBe(0)
  expect([...problems, ...other.problems]).toEqual([])
})
