import { expect, test } from 'vitest'
import { telemetryClock } from '#domain/time.ts'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { eventually, startTestService } from '../helpers/service.ts'

const DAY_MS = 86_400_000
const DAYS = 30
const NOW = Date.now() - 60_000
const jitter = (day: number) => 0.004 * Math.sin(day * 12.9898)

/** A lift whose brake gap grows by 5 µm a day to 0.5 mm now, whose door current stays; its rule's limit is 0.7 mm. */
async function wornLift() {
  const service = await startTestService({}, telemetryClock())
  const mqtt = await service.mqtt('gw-1', await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }]))
  const readings = Array.from({ length: DAYS + 1 }, (_, day) => ({
    ts: NOW - (DAYS - day) * DAY_MS,
    metrics: {
      brakeGap: 0.35 + 0.005 * day + jitter(day),
      doorMotorCurrent: 1.2 + jitter(day),
      motorTemperature: 60,
    },
  }))
  await mqtt.publishAsync('facility/v1/s1/gw-1/lift-1/telemetry', JSON.stringify(readings), { qos: 1 })
  const brake = await eventually(
    async () => {
      const { items } = (await service.api('/equipment/lift-1/forecast')).body
      return items.find((one: { metric: string }) => one.metric === 'brakeGap')
    },
    found => found?.at !== undefined && found.days >= DAYS - 1,
  )
  return { service, brake }
}

const dateIn = (locale: string, at: string) =>
  new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: 'Asia/Shanghai',
  }).format(Date.parse(at))

test('the equipment page says when a limit is reached, why it cannot be said, and how well it is, in both languages', async () => {
  const { service, brake } = await wornLift()
  // 0.7 mm is 40 days of 5 µm away.
  expect(Math.abs(Date.parse(brake.at) - (NOW + 40 * DAY_MS))).toBeLessThan(4 * DAY_MS)
  expect([brake.from < brake.at, brake.at < brake.to]).toEqual([true, true])
  const browser = await openBrowser()
  const { page, problems } = await openPage(browser)
  await startSession(page, service.url)
  await page.goto(`${service.url}/equipment/lift-1`)
  const row = page.locator('[data-forecast=brakeGap]')
  await row.getByText(dateIn('en-GB', brake.at), { exact: true }).waitFor()
  await row.getByText(`${dateIn('en-GB', brake.from)} to ${dateIn('en-GB', brake.to)} (80%`).waitFor()
  await page.locator('[data-forecast=machineVibration]').getByText('never sent').waitFor()
  await page
    .locator('[data-forecast=doorMotorCurrent]')
    .getByText(/does not move|no more than chance/)
    .waitFor()
  await page.getByText(/Metrics that no rule follows \(\d+\)/).click()
  await page.getByText('no rule follows its trend').first().waitFor()
  // It was silent from day to day.
  const { health } = (await service.api('/equipment/lift-1')).body
  expect(health).toEqual({ index: 75, deductions: [{ code: 'ELV-OFFLINE', points: 25 }] })
  await page.getByText('Health 75 (−25 Lift monitoring silent)').waitFor()
  await row.getByRole('link').click()
  await page.waitForURL(/metric=brakeGap.*range=30d/)
  await page.getByRole('img', { name: /Brake air gap/ }).waitFor()

  await service.api('POST /out-of-service', { equipment: 'lift-1', reason: 'rebuilt' })
  await page.reload()
  await row.getByText('out of service').waitFor()
  expect(problems).toEqual([])

  const phone = await openPage(browser, { locale: 'zh-CN', viewport: { width: 390, height: 844 } })
  await startSession(phone.page, service.url)
  await phone.page.goto(`${service.url}/equipment/lift-1`)
  await phone.page.locator('[data-forecast=brakeGap]').getByText('已停用').waitFor()
  await phone.page.getByRole('heading', { name: '预测到限时间' }).waitFor()
  expect(await phone.page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  expect(phone.problems).toEqual([])
})
