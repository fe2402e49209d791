import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { telemetryClock } from '#domain/time.ts'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { lostPhase } from '../helpers/lostPhase.ts'
import { ADMIN_PASSWORD, eventually, startTestService } from '../helpers/service.ts'

const PHONE = { viewport: { width: 390, height: 844 } }
const WIDTH = 'document.documentElement.scrollWidth - innerWidth'
const REPAIR = { cause: 'wear-out', action: 'replace', note: 'new fuse base' }

/** A ticket about a phase that is lost, with 李师傅, on whose phone the page is open. */
async function onThePhone() {
  const service = await startTestService({}, telemetryClock())
  const { lose, restore } = await lostPhase(service, Date.now() - 3_600_000)
  await service.api('POST /technicians', { id: 'li', name: '李师傅', skills: ['SK-ELE-LV'] })
  await service.api('POST /users', { username: 'li', password: ADMIN_PASSWORD, role: 'technician', sites: ['s1'] })
  await lose()
  const { body } = await eventually(
    () => service.api('/tickets?open=true'),
    answer => answer.body.items.length > 0,
  )
  const [{ id }] = body.items
  const move = (to: string, more: object = {}) => service.api(`POST /tickets/${id}/transitions`, { to, ...more })
  await move('dispatched', { technician: 'li' })
  await move('onSite', { proof: (await service.api('/equipment/feeder-1/label')).body.code })
  await move('repaired', { repair: REPAIR })
  const { page, problems } = await openPage(await openBrowser(), PHONE)
  await startSession(page, service.url, 'li')
  await page.goto(`${service.url}/tickets/${id}`)
  await page.locator('[data-test=connection].live').waitFor()
  return { ...service, id, lose, restore, page, problems, standing: page.locator('[data-test=standing]') }
}

const movesOf = (page: Page) => page.locator('[data-test=moves]').getByRole('button').allInnerTexts()

test('a repair that the machine sends back says on the phone why, what was done last time, and what to do', async () => {
  const { url, api, id, lose, restore, page, problems, standing } = await onThePhone()
  await standing.getByText('Waits for the telemetry').waitFor()
  await standing.getByText(/still there. When it came: Voltage L1-N: 100 V/).waitFor()

  await restore()
  await page.locator('[data-test=ticket-status]', { hasText: 'Verified' }).waitFor()
  expect(await standing.count()).toBe(0)

  await lose(400)
  await standing.getByText('The repair did not hold').waitFor()
  await standing.getByText('The fault came back 6 min after the repair.').waitFor()
  await standing.getByText('Done last time: Wear out · Replace · new fuse base').waitFor()
  await standing.getByText(/still there. When it came: Voltage L1-N: 100 V/).waitFor()
  await standing.getByText('find out why it came back').waitFor()
  await standing.getByText(/198 V/).waitFor()
  expect(await movesOf(page)).toEqual(['Accept', 'Set off', 'On site'])
  expect(await page.evaluate(WIDTH)).toBe(0)
  await page.locator('[data-test=language]').click()
  await standing.getByText('遥测自动退回').waitFor()
  await standing.getByText('上次处理：自然老化 · 更换 · new fuse base').waitFor()

  await page.goto(`${url}/tickets`)
  await page.locator(`[data-ticket=${id}]`).getByText('退回重修').waitFor()

  const { token } = (await api(`POST /tickets/${id}/work-links`, {})).body
  await page.goto(`${url}/w/${token}`)
  await standing.getByText('遥测自动退回').waitFor()
  await page.getByRole('button', { name: '接单' }).click()
  await page.locator('[data-test=status]', { hasText: '已接单' }).waitFor()
  await standing.getByText('查明故障为何再次出现').waitFor()
  await page.getByRole('button', { name: '到场' }).click()
  await page.getByLabel('没有标签时说明原因').fill('标签脱落')
  await page.getByRole('button', { name: '到场' }).click()
  await page.getByRole('button', { name: '完工' }).click()
  await page.getByRole('combobox', { name: '原因' }).selectOption('wear-out')
  await page.getByRole('combobox', { name: '处理' }).selectOption('replace')
  await page.getByRole('button', { name: '完工' }).click()
  await page.getByRole('status').getByText('等待遥测验证').waitFor()
  expect(await standing.count()).toBe(0)
  expect(problems).toEqual([])
})

test('who sees that it is not repaired after all goes on from the phone, and says why', async () => {
  const { page, problems, standing } = await onThePhone()
  const dialog = page.getByRole('dialog')
  await standing.getByText('press “Reopen” and go on').waitFor()
  await page.locator('[data-test=moves]').getByRole('button', { name: 'Reopen' }).click()
  await dialog.getByLabel('Reason').fill('the fuse blew again')
  await dialog.getByRole('button', { name: 'Reopen' }).click()
  await standing.getByText('Sent back by 李师傅').waitFor()
  await standing.getByText('the fuse blew again').waitFor()
  expect(await movesOf(page)).toContain('On site')
  expect(problems).toEqual([])
})
