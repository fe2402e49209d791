import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { logInByForm } from '../helpers/logIn.ts'
import { startTestService } from '../helpers/service.ts'

const PHONE = { viewport: { width: 390, height: 844 } }
const WIDTH = 'document.documentElement.scrollWidth - innerWidth'

/** What the reported photo measures, once it is there. */
const SIZE = `(async () => {
  const photo = document.querySelector('[data-test=reports] img')
  await photo.decode()
  return [photo.naturalWidth, photo.naturalHeight]
})()`

/** A picture larger than it has to be. */
const picture = async (name: string) => ({
  name,
  mimeType: 'image/png',
  buffer: await sharp({ create: { width: 2400, height: 1200, channels: 3, background: '#357' } })
    .png()
    .toBuffer(),
})

async function withLift() {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  await service.api('POST /technicians', { id: 'chen', name: '陈师傅', skills: ['SK-ELV-T'] })
  return service
}

test('a resident scans the label, reports with a photo; the desk sees it live; the resident sees who comes', async () => {
  const service = await withLift()
  const browser = await openBrowser()
  const desk = await openPage(browser)
  await logInByForm(desk.page, `${service.url}/tickets`)
  const resident = await openPage(browser, PHONE)
  const { page } = resident

  await page.goto(`${service.url}/e/lift-1`)
  await page.getByRole('link', { name: 'Report a problem' }).click()
  expect(await page.locator('[data-test=place]').textContent()).toBe('lift-1')
  const phones = page.locator('[data-test=phones]')
  expect(await phones.getByRole('link').first().getAttribute('href')).toBe('tel:119')
  await page.getByLabel('Somebody is trapped').check()
  await phones.getByText('People are in danger: call first').waitFor()
  await page.getByLabel('Does not work').check()
  await page.getByLabel('Please describe it').fill('the door stays open')
  await page.getByLabel('Your phone number').fill('13812345678')
  await page.getByLabel('Add photos').setInputFiles([await picture('one.png'), await picture('two.png')])
  await page.getByRole('button', { name: 'Remove photo 2' }).click()
  expect(await page.evaluate(WIDTH)).toBe(0)
  await page.getByRole('button', { name: 'Send the report' }).click()
  const ticket = await page.locator('[data-test=ticket]').textContent()

  await desk.page.getByText('Does not work').first().waitFor()
  await desk.page.goto(`${service.url}/tickets/${ticket}`)
  const reports = desk.page.locator('[data-test=reports]')
  await reports.getByText('the door stays open').waitFor()
  await reports.getByRole('link', { name: '13812345678' }).waitFor()
  await reports.locator('img').waitFor()
  expect(await desk.page.evaluate(SIZE)).toEqual([1600, 800])

  await page.getByRole('link', { name: 'See how far it is' }).click()
  const steps = page.locator('[data-test=steps] .reached')
  await steps.first().waitFor()
  expect(await steps.allInnerTexts()).toEqual([expect.stringContaining('Received')])
  await service.api(`POST /tickets/${ticket}/transitions`, { to: 'dispatched', technician: 'chen' })
  await page.reload()
  await page.getByText('Who comes: 陈师傅').waitFor()
  await page.locator('[data-test=language]').click()
  await page.getByText('维修人员：陈师傅').waitFor()
  expect([...resident.problems, ...desk.problems]).toEqual([])
})

test('a resident who cannot name the equipment scans the site’s label and says where; the desk finds out what it is', async () => {
  const service = await withLift()
  const browser = await openBrowser()
  const desk = await openPage(browser)
  await logInByForm(desk.page, `${service.url}/admin`)
  await desk.page.getByRole('link', { name: 'QR label' }).first().click()
  const label = desk.page.locator('[data-test=label] img')
  const address = (await label.getAttribute('alt')) ?? ''
  const resident = await openPage(browser, PHONE)
  const { page } = resident
  await page.goto(address)
  await page.getByRole('link', { name: 'Report a problem' }).click()
  await page.getByRole('link', { name: 'It is something else' }).click()
  await page.getByLabel('Water leaks').check()
  await page.getByLabel('Where is it').fill('Building 3, lobby')
  await page.getByLabel('What it seems to be').selectOption('elevator')
  expect(await page.evaluate(WIDTH)).toBe(0)
  await page.getByRole('button', { name: 'Send the report' }).click()
  const ticket = await page.locator('[data-test=ticket]').textContent()
  await page.getByRole('link', { name: 'See how far it is' }).click()
  await page.getByText('Building 3, lobby').waitFor()

  await desk.page.goto(`${service.url}/tickets/${ticket}`)
  const locate = desk.page.locator('[data-test=locate]')
  await locate.getByLabel('Which equipment is it?').selectOption('lift-1')
  await locate.getByRole('button', { name: 'That is it' }).click()
  await desk.page.getByText('The equipment is known').waitFor()
  await locate.waitFor({ state: 'detached' })
  await page.reload()
  await page.getByText('lift-1').waitFor()
  expect([...resident.problems, ...desk.problems]).toEqual([])
})

test('who is in danger learns that the report has arrived, whatever becomes of a photo', async () => {
  const service = await withLift()
  const { page, problems } = await openPage(await openBrowser(), PHONE)
  await page.goto(`${service.url}/report?equipment=lift-1`)
  await page.getByLabel('Somebody is trapped').check()
  const broken = { name: 'broken.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo at all') }
  await page.getByLabel('Add photos').setInputFiles([await picture('one.png'), broken])
  await page.getByRole('button', { name: 'Send the report' }).click()
  const kept = page.locator('[data-test=kept]')
  await kept.getByText(/We have your report: ticket t-\d+/).waitFor()
  await kept.getByText('your report stands all the same').waitFor()
  await page.getByText('That is not a photo that can be read').waitFor()
  expect(await page.getByRole('radio').count()).toBe(0)
  await page.locator('[data-test=language]').click()
  await kept.getByText('报修不受影响').waitFor()
  expect(await page.evaluate(WIDTH)).toBe(0)
  await page.getByRole('button', { name: '移除第 2 张照片' }).click()
  await page.getByRole('button', { name: '查看进度' }).click()
  await page.locator('[data-test=ticket]').waitFor()
  expect(problems.filter(text => !/status of 422/.test(text))).toEqual([])
})

test('the desk takes a call down, sees what is running about the equipment, and joins it; the label carries the address', async () => {
  const service = await withLift()
  const { body } = await service.api('POST /tickets', { equipment: 'lift-1', title: 'door squeaks' })
  const browser = await openBrowser()
  const { page, problems } = await openPage(browser)
  await logInByForm(page, `${service.url}/tickets`)
  await page.getByRole('button', { name: 'Report for a customer' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Equipment').fill('lift-1')
  await dialog
    .locator('[data-test=running]')
    .getByLabel(/door squeaks/)
    .check()
  await dialog.getByLabel('What is the problem').selectOption('abnormal')
  await dialog.getByLabel('Phone', { exact: false }).last().fill('021-5550 0110')
  await dialog.getByRole('button', { name: 'Take it down' }).click()
  await dialog.locator('[data-test=taken]').click()
  await page.waitForURL(`**/tickets/${body.id}`)
  await page.locator('[data-test=reports]').getByText('021-5550 0110').waitFor()

  await page.goto(`${service.url}/equipment/lift-1/label`)
  const label = page.locator('[data-test=label] img')
  const address = (await label.getAttribute('alt')) ?? ''
  const code = (await page.locator('[data-test=code]').textContent()) ?? ''
  expect(address).toBe(`${service.url}/l/${code.replaceAll('-', '')}`)
  await page.getByRole('button', { name: 'Renew the label' }).click()
  await dialog.getByLabel('Reason').fill('torn off')
  await dialog.getByRole('button', { name: 'Renew the label' }).click()
  await page.locator('[data-test=labels-before]').getByText('torn off').waitFor()
  expect(await page.locator('[data-test=code]').textContent()).not.toBe(code)
  for (const scanned of [address, `${service.url}/e/lift-1`]) {
    await page.goto(scanned)
    await page.waitForURL('**/equipment/lift-1')
  }
  const resident = await openPage(browser, PHONE)
  await resident.page.goto(address)
  await resident.page.getByRole('link', { name: 'Report a problem' }).click()
  await resident.page.locator('[data-test=place]', { hasText: 'lift-1' }).waitFor()
  expect(problems).toEqual([])
})
