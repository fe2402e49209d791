import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { eventually, startTestService } from '../helpers/service.ts'

test('the system page tells of the door, the spool and alarms; a person confirms what a gateway named', async () => {
  const service = await startTestService()
  const password = await service.register('gw-1', [])
  await service.mqtt('gw-1', 'wrong').catch(() => undefined)
  const gateway = await service.mqtt('gw-1', password)
  const birth = { session: 's', ts: Date.now(), equipment: [{ id: 'pump-7', class: 'fire-pump', name: 'Pump seven' }] }
  await gateway.publishAsync('facility/v1/s1/gw-1/birth', JSON.stringify(birth), { qos: 1 })
  const { page, problems } = await openPage(await openBrowser())
  await startSession(page, service.url)

  await page.goto(`${service.url}/system`)
  const door = page.locator('[data-test=door]')
  await door.getByText('unknown gateway or wrong password').waitFor()
  await page.locator('[data-test=spool]').getByText('Telemetry store').waitFor()
  await page
    .locator('[data-test=spool]')
    .getByText(/of 2,?\d* MiB used/)
    .waitFor()
  await page.locator('[data-test=ingest-alarms]').getByText('Nothing needs looking after').waitFor()
  await page.locator('[data-test=gaps]').getByText('No gateway lost a numbered message').waitFor()

  await page.goto(`${service.url}/equipment?state=unconfirmed`)
  await page.getByText('· unconfirmed').waitFor()
  await page.goto(`${service.url}/admin`)
  const waiting = page.locator('[data-test=unconfirmed]')
  await waiting.getByText('Pump seven').waitFor()
  await waiting.getByRole('button', { name: 'Confirm' }).click()
  await waiting.getByText('No equipment waits to be confirmed').waitFor()
  const { body } = await eventually(
    () => service.api('/equipment/pump-7'),
    answer => answer.body.confirmed,
  )
  expect(body.name).toBe('Pump seven')

  await page.locator('[data-test=language]').first().click()
  await waiting.getByText('没有待确认的设备').waitFor()
  expect(problems).toEqual([])
})

test('what a device says otherwise than its file stands in a list and on its page until a person decides', async () => {
  const service = await startTestService()
  const file = { id: 'lift-1', class: 'elevator', params: { model: 'TKJ1000', serial: 'SN-1' } }
  const password = await service.register('gw-1', [file])
  const gateway = await service.mqtt('gw-1', password)
  const named = { id: 'lift-1', class: 'escalator', model: 'TKJ1600', params: { serial: 'SN-2' } }
  const birth = { session: 's', ts: Date.now(), equipment: [named] }
  await gateway.publishAsync('facility/v1/s1/gw-1/birth', JSON.stringify(birth), { qos: 1 })
  const { page, problems } = await openPage(await openBrowser(), { viewport: { width: 390, height: 844 } })
  await startSession(page, service.url)

  await page.goto(`${service.url}/admin`)
  const row = (field: string) => page.locator('[data-test=plates] tbody tr', { hasText: field })
  await row('Model').getByText('TKJ1600').waitFor()
  expect(await row('Class').getByRole('button', { name: 'Accept' }).count()).toBe(0)
  await row('Model').getByRole('button', { name: 'Accept' }).click()
  await row('Model').waitFor({ state: 'detached' })
  await page.goto(`${service.url}/equipment/lift-1`)
  const differs = page.locator('[data-test=differs] li')
  await differs.filter({ hasText: 'Serial number' }).getByRole('button', { name: 'Keep the file' }).click()
  await differs.getByText(/admin kept the file/).waitFor()
  const other = differs.filter({ hasText: 'Class' })
  await other.getByText('The device says: Escalator').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  expect((await service.api('/equipment/lift-1')).body).toMatchObject({
    class: 'elevator',
    params: { model: 'TKJ1600', serial: 'SN-1' },
    paramsBefore: [{ by: 'admin', params: { model: 'TKJ1000' } }],
    differs: [{ field: 'class' }, { field: 'serial', said: 'SN-2', keptBy: 'admin' }],
  })

  await other.getByText('set that class at gateway gw-1 under lift-1').waitFor()
  await other.getByRole('button', { name: 'Register it as Escalator' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('[name=gateway] option[value="gw-1"]').waitFor({ state: 'attached' })
  await dialog.locator('[name=id]').fill('esc-1')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await other.getByRole('link', { name: 'esc-1' }).waitFor()
  expect((await service.api('/equipment/esc-1')).body).toMatchObject({
    class: 'escalator',
    site: 's1',
    gateway: 'gw-1',
  })
  await other.getByText('send under esc-1 instead of lift-1').waitFor()
  await other.getByRole('button', { name: 'Take lift-1 out of service' }).click()
  await dialog.getByLabel('Reason').fill('it is an escalator')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await other.getByText('lift-1 is out of service').waitFor()
  expect((await service.api('/out-of-service')).body.items).toMatchObject([{ equipment: 'lift-1' }])
  expect(problems).toEqual([])
})
