import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { eventually, startTestService } from '../helpers/service.ts'

const RULE = {
  ...{ code: 'MY-HOT', class: 'elevator', name: 'Warm motor', name_zh: '电机偏热', mode: 'shadow', reason: 'summer' },
  condition: { type: 'threshold', metric: 'motorTemperature', op: '>', value: 90, forS: 60 },
  clear: { type: 'threshold', metric: 'motorTemperature', op: '<', value: 60, forS: 60 },
}
const PASSWORD = 'a-long-enough-password'
const MINUTE = 60_000

/** A lift whose motor ran at 80 °C for ten minutes within the last half hour. */
async function withHistory() {
  const service = await startTestService()
  const password = await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const mqtt = await service.mqtt('gw-1', password)
  const start = Date.now() - 30 * MINUTE
  const at = (minute: number) => (minute >= 5 && minute < 15 ? 80 : 50)
  const batch = Array.from({ length: 120 }, (_, i) => ({
    ts: start + i * 15_000,
    metrics: { motorTemperature: at(i / 4) },
  }))
  await mqtt.publishAsync('facility/v1/s1/gw-1/lift-1/telemetry', JSON.stringify(batch), { qos: 1 })
  const query = `metric=motorTemperature&from=${start}&to=${start + 30 * MINUTE}`
  await eventually(
    () => service.api(`/equipment/lift-1/telemetry?${query}`),
    answer => answer.body.points?.length === batch.length,
  )
  await service.api('POST /users', { username: 'wang', password: PASSWORD, role: 'dispatcher', sites: [] })
  await service.api('POST /rules', RULE)
  return service
}

async function backtest(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Run the backtest' }).click()
  return (await page.locator('[data-test=firings]').textContent()) ?? ''
}

async function giveReason(page: Page, button: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[name=reason]').fill(reason)
  await dialog.getByRole('button', { name: button }).click()
  await dialog.waitFor({ state: 'detached' })
}

test('an engineer changes a limit, tries it on the past, saves it, sees the version and brings the old one back', async () => {
  const service = await withHistory()
  const { page, problems } = await openPage(await openBrowser())
  await startSession(page, service.url, 'wang', PASSWORD)
  await page.goto(`${service.url}/rules?origin=own`)
  await page.getByRole('link', { name: 'Warm motor' }).click()
  expect(await backtest(page)).toBe('0')

  await page.getByRole('link', { name: 'Change', exact: true }).click()
  const limit = page.locator('[data-test=fires]').getByRole('spinbutton', { name: 'Limit (°C)' })
  await limit.fill('55')
  await page.locator('[data-problem^="/clear"]').waitFor()
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  await limit.fill('75')
  await page.locator('[data-test=draft-explanation]', { hasText: '> 75 °C for 1 min' }).waitFor()
  expect(await backtest(page)).toBe('1')
  await page.getByRole('button', { name: 'Save' }).click()
  await giveReason(page, 'Save', 'it burnt at 80')

  const newest = page.locator('[data-test=versions] [data-version="2"]')
  await newest.waitFor()
  expect(await newest.textContent()).toMatch(/In force.*wang.*it burnt at 80.*> 90 °C.*> 75 °C/s)
  await page.locator('[data-version="1"]').getByRole('button', { name: 'Bring back' }).click()
  await giveReason(page, 'Bring back', 'too loud')
  await page.locator('[data-test=version]', { hasText: 'Version 3' }).waitFor()
  await page.locator('[data-test=explanation]', { hasText: '> 90 °C' }).waitFor()
  expect(problems.filter(text => !text.includes('422') && !text.includes('400'))).toEqual([])
})

test('a viewer sees a rule and can change nothing of it', async () => {
  const service = await startTestService()
  await service.api('POST /users', { username: 'li', password: PASSWORD, role: 'viewer', sites: [] })
  const { page } = await openPage(await openBrowser())
  await startSession(page, service.url, 'li', PASSWORD)
  await page.goto(`${service.url}/rules/ELV-MOTOR-HOT`)
  await page.locator('[data-version="0"]').waitFor()
  expect(await page.locator('main').getByRole('button').allInnerTexts()).toEqual([])
  await page.goto(`${service.url}/rules/ELV-MOTOR-HOT/edit`)
  await page.locator('main .empty').waitFor()
  expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
})

test('in Chinese: levels, scope, kit and steps are edited in fields, said in words at once, and wrong ones told there', async () => {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  await service.api('POST /users', { username: 'wang', password: PASSWORD, role: 'dispatcher', sites: [] })
  const { page, problems } = await openPage(await openBrowser(), { locale: 'zh-CN' })
  await startSession(page, service.url, 'wang', PASSWORD)
  await page.goto(`${service.url}/rules/ELV-MOTOR-HOT/edit`)
  await page.locator('[data-test=scope]', { hasText: '内置规则适用于整个类别' }).waitFor()

  await page.goto(`${service.url}/rules/new?from=ELV-MOTOR-HOT`)
  await page.locator('input[name=code]').fill('MY-MOTOR')
  const clears = page.locator('[data-test=clears]')
  await clears.getByRole('spinbutton', { name: '持续（秒）' }).first().fill('-5')
  await page.locator('[data-problem$="/forS"]', { hasText: '持续（秒）必须大于 0 且不超过 92 天' }).first().waitFor()
  await clears.getByRole('spinbutton', { name: '持续（秒）' }).first().fill('300')

  await page.getByRole('button', { name: '增加一级' }).click()
  const tier = page.locator('[data-tier="0"]')
  await tier.getByRole('combobox', { name: '级别' }).selectOption('major')
  await page.locator('[data-test=draft-explanation]', { hasText: '满足以下条件时为重大' }).waitFor()

  const scope = page.locator('[data-test=scope]')
  await scope.getByLabel('设备').fill('lift-1')
  await scope.getByRole('button', { name: '添加' }).last().click()
  const lines = page.locator('[data-test=part-lines]')
  const before = await lines.locator('[data-line]').count()
  await lines.getByRole('button', { name: '增加备件' }).click()
  const line = lines.locator('[data-line]').last()
  await line.getByLabel('备件号').fill('NO-SUCH')
  await line.getByLabel('备件号').blur()
  await page.locator('[data-problem="/parts"]', { hasText: '没有备件 NO-SUCH' }).waitFor()
  expect(await page.getByRole('button', { name: '保存' }).isDisabled()).toBe(true)
  await line.getByLabel('备件号').fill('ELV-BRK-PAD-01')
  await line.getByLabel('备件号').blur()
  await line.getByLabel('数量').fill('2')
  const steps = page.locator('[data-test=action-lines]')
  await steps.getByRole('button', { name: '增加步骤' }).click()
  await steps.locator('[data-line]').last().getByLabel('（中文）').fill('检查风机')
  await page.locator('[data-test=draft-facts]', { hasText: /lift-1.*ELV-BRK-PAD-01 × 2.*检查风机/s }).waitFor()
  await page.getByRole('button', { name: '保存' }).click()
  await giveReason(page, '保存', '只看这台')

  await page.locator('[data-test=version]').waitFor()
  const { rule } = (await service.api('/rules/MY-MOTOR')).body
  expect(rule).toMatchObject({ scope: { equipment: ['lift-1'] }, tiers: [{ severity: 'major' }] })
  expect(rule.parts).toHaveLength(before + 1)
  expect(rule.parts.at(-1)).toEqual({ partNo: 'ELV-BRK-PAD-01', qty: 2, reserve: 'soft' })
  expect(rule.actions.at(-1).zh).toBe('检查风机')
  expect(problems.filter(text => !text.includes('422') && !text.includes('400'))).toEqual([])
})
