import { expect, test } from 'vitest'
import { openAs } from '../helpers/logIn.ts'
import { ADMIN_PASSWORD, eventually, startTestService } from '../helpers/service.ts'

const PASSWORD = 'a-long-enough-password'
const OVERSPEED = { carDirection: 1, carSpeed: 2.5, doorMotorCurrent: 1.1, motorTemperature: 41 }

async function withFiringLift() {
  const service = await startTestService()
  const password = await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const mqtt = await service.mqtt('gw-1', password)
  const payload = JSON.stringify({ ts: Date.now(), metrics: OVERSPEED })
  await mqtt.publishAsync('facility/v1/s1/gw-1/lift-1/telemetry', payload, { qos: 1 })
  const { body } = await eventually(
    () => service.api('/faults?state=active'),
    answer => answer.body.items.length === 1,
  )
  return { ...service, fault: body.items[0] }
}

test('an administrator sets how long faults may be shelved: saved, listed, in effect; the earlier one comes back', async () => {
  const service = await withFiringLift()
  const { page, problems } = await openAs(service, 'admin', ADMIN_PASSWORD, '/settings/alarm-policy')
  const hours = page.locator('[data-field="/shelving/majorLifeSafetyMaxHours"] input')
  expect(await hours.inputValue()).toBe('24')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await hours.fill('9999')
  await page.getByText('Must be at most 8760').waitFor()
  await hours.fill('1')
  await page.getByRole('textbox', { name: 'Why' }).fill('the inspector comes sooner')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved as version 1').waitFor()
  const shelve = (ms: number) =>
    service.api(`POST /faults/${service.fault.id}/shelve`, {
      until: new Date(Date.now() + ms).toISOString(),
      reason: 'waits for the inspector',
    })
  expect((await shelve(2 * 3_600_000)).status).toBe(403)
  expect((await shelve(1_800_000)).status).toBe(200)

  await page.getByRole('button', { name: 'History' }).click()
  const newest = page.locator('[data-version="1"]')
  expect(await newest.textContent()).toMatch(
    /In force.*admin.*the inspector comes sooner.*endangers life, at most: 1 d → 1 h/s,
  )
  await page.locator('[data-version="0"]').getByRole('button', { name: 'Start from this one' }).click()
  await page.locator('[data-test=save-bar]').getByText('1 change').waitFor()
  await page.getByRole('textbox', { name: 'Why' }).fill('the inspector does not come')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved as version 2').waitFor()
  expect(await hours.inputValue()).toBe('24')

  await page.goto(`${service.url}/settings/quiet`)
  const shelved = page.locator('[data-test=shelved] tbody tr')
  expect(await shelved.textContent()).toMatch(/waits for the inspector.*admin/s)
  await shelved.getByRole('button', { name: 'Unshelve' }).click()
  await page.getByText('Nothing is shelved').waitFor()
  expect(problems).toEqual([])
})

test('equipment is taken out of service and comes back; a viewer sees who did it and why, and can do nothing', async () => {
  const service = await withFiringLift()
  await service.api('POST /users', { username: 'li', password: PASSWORD, role: 'viewer', sites: [] })
  const { page } = await openAs(service, 'admin', ADMIN_PASSWORD, '/settings/quiet')
  await page.getByText('Nothing is out of service').waitFor()
  await page.getByRole('button', { name: 'Take out of service' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('select[name=equipment]').selectOption('lift-1')
  await dialog.locator('select[name=code]').selectOption(service.fault.code)
  await dialog.getByLabel('Reason').fill('governor is being replaced')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('The request is not valid').waitFor()
  await dialog.locator('select[name=code]').selectOption('')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const line = page.locator('[data-line="lift-1"]')
  expect(await line.textContent()).toMatch(/governor is being replaced.*admin.*until put back/s)

  const reader = await openAs(service, 'li', PASSWORD, '/settings/quiet')
  await reader.page.locator('[data-line="lift-1"]', { hasText: 'governor is being replaced' }).waitFor()
  expect(await reader.page.locator('main').getByRole('button').allInnerTexts()).toEqual([])

  await line.getByRole('button', { name: 'Back in service' }).click()
  await page.getByText('Nothing is out of service').waitFor()
  await page.getByLabel('Those that have ended').check()
  await line.getByText(/by admin/).waitFor()
})

test('phones for danger, photo limits and the numbers of reports are changed on their pages and take effect', async () => {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const { page, problems } = await openAs(service, 'admin', ADMIN_PASSWORD, '/settings/intake-policy')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  const phones = page.locator('[data-section=sitePhones]')
  await phones.getByLabel('Add a site…').selectOption('s1')
  await phones.getByRole('button', { name: 'Add: Site one' }).click()
  await phones.getByLabel('Phone').fill('call me')
  await phones.getByText('Not of the right form').waitFor()
  await phones.getByLabel('Phone').fill('021-5550 0199')
  await phones.getByLabel('Name in English').fill('Control room')
  await phones.getByLabel('Name in Chinese').fill('消控室')
  await page.locator('[data-field="/photos/maxCount"] input').fill('2')
  await page.getByRole('textbox', { name: 'Why' }).fill('the control room has a new phone')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved as version 1').waitFor()
  const { body } = await service.api('/public/places/lift-1')
  expect(body.phones[0]).toMatchObject({ phone: '021-5550 0199' })

  await page.goto(`${service.url}/settings/report-policy`)
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByLabel('Where the age bands of the backlog end (rising) 2').fill('5')
  await page.getByRole('textbox', { name: 'Why' }).fill('a day more is a week')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved as version 1').waitFor()
  expect((await service.api('/report-policy')).body.policy.ageDays).toEqual([1, 5, 7])
  expect(problems).toEqual([])
})

test('questions of surveys are added, ordered and removed; what another saved meanwhile stays', async () => {
  const service = await startTestService()
  const { page, problems } = await openAs(service, 'admin', ADMIN_PASSWORD, '/settings/feedback-policy')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  const rows = page.locator('[data-row^="/opinion/questions/"]')
  await page.getByRole('button', { name: 'Add: Questions' }).click()
  await rows.nth(6).getByLabel('Code').fill('lifts')
  await rows.nth(6).getByText('Another row has this code already').waitFor()
  await rows.nth(6).getByLabel('Code').fill('parking')
  await rows.nth(6).getByLabel('Name in English').fill('Parking')
  await rows.nth(6).getByLabel('Name in Chinese').fill('停车管理')
  const up = page.getByRole('button', { name: 'Move Parking up' })
  await up.press('Enter')
  await up.press('Enter')
  expect(await up.evaluate(button => button.matches(':focus'))).toBe(true)
  expect(await rows.nth(4).getByLabel('Code').inputValue()).toBe('parking')
  await rows.nth(0).locator('summary').click()
  expect(await page.getByRole('button', { name: 'Move Repairs up' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Remove Repairs' }).click()

  const { version, policy } = (await service.api('/feedback-policy')).body
  const other = { ...policy, reminders: { ...policy.reminders, most: 3 } }
  expect((await service.api('PUT /feedback-policy', { version, policy: other, note: 'asked twice' })).status).toBe(200)
  await page.getByRole('textbox', { name: 'Why' }).fill('residents ask about parking')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('[data-test=meanwhile]', { hasText: 'At most so many reminders' }).waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved as version 2').waitFor()
  const { opinion, reminders } = (await service.api('/feedback-policy')).body.policy
  expect(opinion.questions.map((one: { code: string }) => one.code)).toEqual([
    'lifts',
    'safety',
    'cleaning',
    'parking',
    'green',
    'desk',
  ])
  expect(reminders.most).toBe(3)
  await page.getByRole('button', { name: 'History' }).click()
  await page.locator('[data-version="2"]', { hasText: 'residents ask about parking' }).waitFor()
  await page.locator('[data-version="1"]', { hasText: 'asked twice' }).waitFor()
  expect(problems.filter(text => !text.includes('409'))).toEqual([])
})
