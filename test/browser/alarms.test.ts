import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { eventually, startTestService } from '../helpers/service.ts'

const LEVEL_OFF = { carDirection: 0, levellingError: 25 }

async function openFor(page: Page, url: string, path: string): Promise<void> {
  await startSession(page, url)
  await page.goto(`${url}${path}`)
  await page.locator('[data-test=connection].live').waitFor()
}

test('a window is planned, holds a fault back, and is ended: all seen live on the pages', async () => {
  const service = await startTestService()
  const password = await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const mqtt = await service.mqtt('gw-1', password)
  const { page, problems } = await openPage(await openBrowser())
  await openFor(page, service.url, '/windows')
  await page.getByText('No window is open or planned').waitFor()
  await page.getByRole('button', { name: 'New window' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Equipment/).selectOption('lift-1')
  await dialog.getByLabel('Reason').fill('half-month service')
  await dialog.getByLabel('Contact').fill('Li')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.locator('#content').getByRole('link', { name: 'Maintenance', exact: true }).click()

  for (let n = 0; n < 3; n++) {
    const payload = JSON.stringify({ ts: Date.now() + n, metrics: LEVEL_OFF })
    await mqtt.publishAsync('facility/v1/s1/gw-1/lift-1/telemetry', payload, { qos: 1 })
  }
  const row = page.locator('[data-fault]')
  await row.getByText('in a window').waitFor()
  expect((await service.api('/tickets?open=true')).body.items).toEqual([])

  await page.getByRole('button', { name: 'End now' }).click()
  await dialog.getByRole('button', { name: 'End now' }).click()
  await eventually(
    () => page.locator('[data-test=window-state]').textContent(),
    text => text?.trim() === 'Ended',
  )
  await row.getByRole('link', { name: / t-1$/ }).waitFor()
  await row.getByRole('link').first().click()
  const history = page.locator('[data-test=history]')
  const lines = await eventually(
    () => history.textContent(),
    text => text?.includes('No longer suppressed') === true,
  )
  for (const line of ['Fired', 'Suppressed']) expect(lines).toContain(line)
  expect(problems).toEqual([])
})

test('a tripped feeder shows as one incident, with what it feeds, and is acknowledged as one', async () => {
  const service = await startTestService()
  const password = await service.register('gw-1', [
    { id: 'feeder-1', class: 'feeder-circuit' },
    { id: 'lift-1', class: 'elevator' },
  ])
  expect((await service.api('PATCH /equipment/lift-1', { fedBy: 'feeder-1' })).body).toMatchObject({
    fedBy: 'feeder-1',
  })
  const mqtt = await service.mqtt('gw-1', password)
  const publish = (id: string, metrics: object, ts = Date.now()) =>
    mqtt.publishAsync(`facility/v1/s1/gw-1/${id}/telemetry`, JSON.stringify({ ts, metrics }), { qos: 1 })
  const { page, problems } = await openPage(await openBrowser())
  await openFor(page, service.url, '/faults')
  await publish('feeder-1', { breakerState: 2 })
  const group = page.locator('[data-incident]')
  await group.getByText('Supply lost').waitFor()
  for (let n = 0; n < 3; n++) await publish('lift-1', LEVEL_OFF, Date.now() - 3000 + n * 1000)
  await group.getByText('2 of 2 still active').waitFor()
  expect(await page.locator('[data-fault]').count()).toBe(1)
  await group.getByRole('link').first().click()
  await page.locator('[data-fault]').nth(1).waitFor()
  await page.getByRole('button', { name: 'Acknowledge all' }).click()
  await page.getByText('Acknowledged by admin').nth(1).waitFor()
  expect((await service.api('/tickets?open=true')).body.items).toHaveLength(1)
  expect(problems).toEqual([])
})
