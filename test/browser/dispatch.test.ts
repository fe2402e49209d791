import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { startTestService } from '../helpers/service.ts'

const certificate = (validUntil: string) => ({
  kind: 'CERT-ELV-T',
  number: `T-${validUntil}`,
  validFrom: '2020-01-01',
  validUntil,
})

test('the desk sees who could go and why, sends the first, and cannot send whose certificate is over; the contractor repairs by a link', async () => {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const person = (id: string, name: string, validUntil: string) =>
    service.api('POST /technicians', { id, name, skills: ['SK-ELV-T'], certificates: [certificate(validUntil)] })
  await person('zhang', '张师傅', '2999-01-01')
  await person('lapsed', '过期师傅', '2021-01-01')
  const input = { equipment: 'lift-1', title: 'The door squeaks', skill: 'SK-ELV-T' }
  const { id } = (await service.api('POST /tickets', input)).body
  const browser = await openBrowser()
  const { page, problems } = await openPage(browser)
  await startSession(page, service.url)
  await page.goto(`${service.url}/technicians/lapsed`)
  await page.locator('[data-test=certificates]').getByText('expired').waitFor()
  await page.goto(`${service.url}/tickets/${id}`)
  await page.locator('[data-test=moves]').getByRole('button', { name: 'Dispatch' }).click()
  const dialog = page.getByRole('dialog')
  const lapsed = dialog.locator('[data-candidate=lapsed]')
  await lapsed.getByText('Certificate T-2021-01-01 expired on 2021-01-01').waitFor()
  expect(await lapsed.getByRole('button').isDisabled()).toBe(true)
  await dialog.locator('[data-candidate=zhang]').getByText('Certificate valid until 2999-01-01').waitFor()
  await dialog.locator('[data-candidate=zhang]').getByRole('button').click()
  const forced = await service.api(`POST /tickets/${id}/transitions`, { to: 'dispatched', technician: 'lapsed' })
  expect(forced).toMatchObject({ status: 409, body: { error: { code: 'CERTIFICATE_EXPIRED' } } })
  await dialog.getByRole('button', { name: 'Dispatch' }).click()
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = await page.locator('[data-test=work-link] a').getAttribute('href')
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 'the address breaks').toBe(0)

  const phone = await openPage(browser, { locale: 'zh-CN', viewport: { width: 390, height: 844 } })
  await phone.page.goto(link ?? '')
  await phone.page.getByText('The door squeaks').waitFor()
  await phone.page.getByRole('button', { name: '接单' }).click()
  await phone.page.locator('[data-test=status]').getByText('已接单').waitFor()
  const { body: label } = await service.api('/equipment/lift-1/label')
  await phone.page.goto(label.address)
  await phone.page.waitForURL(link ?? '')
  await phone.page.getByRole('button', { name: '到场' }).click()
  await phone.page.getByText('已扫描标签').waitFor()
  await phone.page.getByRole('button', { name: '到场' }).click()
  await phone.page.getByRole('button', { name: '完工' }).click()
  await phone.page.getByLabel(/^原因/).selectOption('wear-out')
  await phone.page.getByLabel(/^处理/).selectOption('replace')
  expect(await phone.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  await phone.page.getByRole('button', { name: '完工' }).click()
  await phone.page.getByText('您这边的步骤已完成').waitFor()
  expect((await service.api(`/tickets/${id}`)).body).toMatchObject({ status: 'repaired', technician: 'zhang' })
  await page.getByRole('button', { name: 'Take back' }).click()
  await phone.page.reload()
  await phone.page.getByText('链接已失效').waitFor()
  expect([...problems, ...phone.problems].filter(problem => !/status of 410/.test(problem))).toEqual([])
})
