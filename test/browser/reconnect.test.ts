import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { eventually, startTestService } from '../helpers/service.ts'
import { tempDir } from '../helpers/tempDir.ts'

test('when the service goes away the page says so and greys what it shows; afterwards it is exact again', async () => {
  const dataDir = await tempDir()
  const first = await startTestService({ dataDir })
  const password = await first.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const { page } = await openPage(await openBrowser())
  await startSession(page, first.url)
  await page.goto(`${first.url}/faults`)
  await page.locator('[data-test=connection].live').waitFor()
  await page.evaluate('window.stillHere = true')

  await first.stop()
  await page.locator('[data-test=connection].reconnecting, [data-test=connection].offline').waitFor()
  await page.locator('[data-test=stale-banner]').waitFor()
  expect(await page.locator('.shell.is-stale').count()).toBe(1)

  const second = await startTestService({ dataDir, httpPort: Number(new URL(first.url).port) })
  const mqtt = await second.mqtt('gw-1', password)
  const reading = { ts: Date.now(), metrics: { carDirection: 1, carSpeed: 2.5 } }
  await mqtt.publishAsync('facility/v1/s1/gw-1/lift-1/telemetry', JSON.stringify(reading), { qos: 1 })
  await eventually(
    () => second.api('/faults?state=active'),
    answer => answer.body.items.length > 0,
  )

  await page.locator('[data-test=connection].live').waitFor({ timeout: 30_000 })
  const { body } = await second.api('/faults?state=active')
  await eventually(
    () => page.locator('tr[data-fault]').count(),
    count => count === body.items.length,
  )
  expect(await page.locator('[data-test=stale-banner]').count()).toBe(0)
  expect(await page.evaluate('window.stillHere')).toBe(true)
})
