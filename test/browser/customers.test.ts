import { expect, test } from 'vitest'
import { openBrowser, openPage } from '../helpers/browser.ts'
import { startSession } from '../helpers/logIn.ts'
import { ADMIN_PASSWORD, startTestService, type TestService } from '../helpers/service.ts'

async function withLift(): Promise<TestService> {
  const service = await startTestService()
  await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  await service.api('POST /technicians', { id: 'zhang', name: '张师傅', skills: ['SK-ELV-T'] })
  return service
}

/** Moves a ticket to where it waits for its owner's signature. */
async function verify(service: TestService, id: string): Promise<void> {
  for (const move of [
    { to: 'dispatched', technician: 'zhang' },
    { to: 'onSite', reason: 'no label' },
    { to: 'repaired', repair: { cause: 'wear-out', action: 'replace' } },
    { to: 'verified', evidence: 'ran it three times' },
  ])
    expect((await service.api(`POST /tickets/${id}/transitions`, move)).status).toBe(200)
}

test('the owner answers by link with a low score; the desk sees the call back at once and enters what came of it', async () => {
  const service = await withLift()
  const { id } = (await service.api('POST /tickets', { equipment: 'lift-1', title: 'The door squeaks' })).body
  await verify(service, id)
  const browser = await openBrowser()
  const desk = await openPage(browser)
  await startSession(desk.page, service.url)
  await desk.page.goto(`${service.url}/tickets/${id}`)
  await desk.page.locator('[data-test=moves]').getByRole('button', { name: 'Sign acceptance' }).click()
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByLabel('Name of who signs').fill('李业主')
  await dialog.getByRole('button', { name: 'Sign acceptance' }).click()
  await desk.page.getByRole('button', { name: 'New link' }).click()
  const link = await desk.page.locator('[data-test=survey-link] a').getAttribute('href')
  await desk.page.goto(`${service.url}/follow-ups?due=open`)
  await desk.page.locator(`[data-call="${id}:followUp"]`).waitFor()
  await desk.page.locator('[data-test=connection].live').waitFor()

  const owner = await openPage(browser, { locale: 'zh-CN', viewport: { width: 390, height: 844 } })
  await owner.page.goto(link ?? '')
  await owner.page.getByText('The door squeaks').waitFor()
  await owner.page.getByText('较差').first().click()
  await owner.page.getByLabel('没有修好').check()
  await owner.page.getByLabel('您的意见').fill('门还是响')
  expect(await owner.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  await owner.page.getByRole('button', { name: '提交评价' }).click()
  await owner.page.getByText('感谢您的评价').waitFor()

  const call = desk.page.locator(`[data-call="${id}:callBack"]`)
  await call.getByText('门还是响').waitFor()
  await call.getByText('Score 2/5').waitFor()
  await call.getByRole('textbox').fill('comes again tomorrow')
  await call.getByRole('button', { name: 'Satisfied', exact: true }).click()
  await call.waitFor({ state: 'detached' })
  await desk.page.getByRole('button', { name: 'Done' }).click()
  await call.getByText('comes again tomorrow').waitFor()
  expect((await service.api(`/tickets/${id}`)).body.status).toBe('surveyed')

  await owner.page.reload()
  await owner.page.getByText('该调查已经回答过').waitFor()
  expect([...owner.problems, ...desk.problems]).toEqual([])
})

/** Of a repair that was accepted: the customer's answer by link, from a browser of their own. */
async function answerLow({ url, api }: TestService, id: string): Promise<void> {
  const accepted = { to: 'handedOver', signature: { name: '李业主', party: 'owner' } }
  expect((await api(`POST /tickets/${id}/transitions`, accepted)).status).toBe(200)
  const { token } = (await api(`POST /tickets/${id}/survey-invitations`, {})).body
  const answer = await fetch(`${url}/api/public/surveys/${token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ score: 1, reasons: ['notFixed', 'late'], comment: 'still squeaks' }),
  })
  expect(answer.status).toBe(200)
}

test('a call back tells why the customer is not satisfied; who still is not afterwards is offered a complaint or the work anew', async () => {
  const service = await withLift()
  const { id } = (await service.api('POST /tickets', { equipment: 'lift-1', title: 'The door squeaks' })).body
  await verify(service, id)
  await answerLow(service, id)
  const { page, problems } = await openPage(await openBrowser())
  await startSession(page, service.url)
  await page.goto(`${service.url}/follow-ups`)
  const call = page.locator(`[data-call="${id}:callBack"]`)
  await call.getByText('Not really repaired, Came late').waitFor()
  await call.getByText('still squeaks').waitFor()
  const entered = page.locator('[data-test=called]')

  await call.getByRole('button', { name: 'Not reached' }).click()
  await entered.getByText('Not reached').waitFor()
  expect(await entered.getByRole('link').count()).toBe(1)
  await call.getByText('admin: Not reached').waitFor()
  await call.getByRole('textbox').fill('wants the lock changed')
  await call.getByRole('button', { name: 'Dissatisfied' }).click()
  await entered.getByText('Dissatisfied').waitFor()
  await call.waitFor({ state: 'detached' })
  await page.locator(`[data-call="${id}:followUp"]`).waitFor()

  await entered.getByRole('link', { name: 'Register a complaint' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Complaint', { exact: true }).fill('the door squeaks still')
  await dialog.getByRole('button', { name: 'Register a complaint' }).click()
  await page.waitForURL(/complaints\/\w/)
  await page.goto(`${service.url}/tickets/${id}`)
  await page.getByText('Dissatisfied · wants the lock changed').waitFor()
  await page.getByText(/Score 1\/5 · Not really repaired · Came late/).waitFor()
  await page.locator('[data-test=moves]').getByRole('button', { name: 'Reopen' }).click()
  await dialog.getByLabel('Reason').fill('customer: the lock')
  await dialog.getByRole('button', { name: 'Reopen' }).click()
  await page.locator('[data-test=standing]').getByText('customer: the lock').waitFor()
  expect(problems).toEqual([])
})

test('a resident rates the work by the link of the own report; the technician only shows a code', async () => {
  const service = await withLift()
  const told = { equipment: 'lift-1', trouble: 'outOfOrder', contact: { phone: '13812345678' } }
  const { ticket, token } = (await service.api('POST /public/reports', told)).body
  await verify(service, ticket)
  const browser = await openBrowser()
  const resident = await openPage(browser, { locale: 'zh-CN', viewport: { width: 390, height: 844 } })
  const { page } = resident
  await page.goto(`${service.url}/r/${token}`)
  await page.locator('[data-test=steps] .reached', { hasText: '已修好' }).waitFor()
  expect(await page.locator('[data-test=rate]').count()).toBe(0)

  await service.api('POST /users', { username: 'zhang', password: ADMIN_PASSWORD, role: 'technician', sites: ['s1'] })
  const technician = await openPage(browser, { viewport: { width: 390, height: 844 } })
  await startSession(technician.page, service.url, 'zhang', ADMIN_PASSWORD)
  await technician.page.goto(`${service.url}/tickets/${ticket}`)
  await technician.page.locator('[data-test=moves]').getByRole('button', { name: 'Sign acceptance' }).click()
  const dialog = technician.page.getByRole('dialog')
  await dialog.getByLabel('Name of who signs').fill('李业主')
  await dialog.getByRole('button', { name: 'Sign acceptance' }).click()
  const ways = technician.page.locator('[data-test=survey-link]')
  await ways.getByRole('button', { name: 'Show the QR code' }).click()
  await ways.locator('[data-test=survey-code]').waitFor()
  expect(await ways.getByRole('link').count()).toBe(0)
  expect(await ways.getByRole('button', { name: 'New link' }).count()).toBe(0)
  await technician.page.goto(`${service.url}/r/${token}/survey`)
  await technician.page.getByText('Very good').first().click()
  await technician.page.getByRole('button', { name: 'Send' }).click()
  await technician.page.getByRole('alert').getByText('cannot answer for the customer').waitFor()

  await page.reload()
  await page.locator('[data-test=rate]').click()
  await page.getByText('很满意').first().click()
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  await page.getByRole('button', { name: '提交评价' }).click()
  await page.locator('[data-test=thanks]').waitFor()
  await page.goto(`${service.url}/r/${token}`)
  await page.getByText('感谢您的评价').waitFor()
  const [call] = (await service.api('/follow-ups?due=open')).body.items
  expect(call).toMatchObject({ ticket, surveys: [{ score: 5, channel: 'report' }] })
  expect(resident.problems).toEqual([])
  expect(technician.problems.filter(problem => !/status of 403/.test(problem))).toEqual([])
})

test('a resident complains, the desk answers, and who does not accept it is heard again', async () => {
  const service = await withLift()
  const browser = await openBrowser()
  const desk = await openPage(browser)
  await startSession(desk.page, service.url)
  await desk.page.goto(`${service.url}/complaints`)
  await desk.page.locator('[data-test=connection].live').waitFor()
  const resident = await openPage(browser, { locale: 'zh-CN', viewport: { width: 390, height: 844 } })
  const { page } = resident
  await page.goto(`${service.url}/complain`)
  await page.locator('[data-test=phones]').getByRole('link', { name: '119' }).waitFor()
  await page.getByLabel('投诉类型').selectOption('noise')
  await page.getByLabel('投诉内容').fill('晚上装修太吵')
  await page.getByLabel('电话').fill('13800000000')
  await page.getByRole('button', { name: '提交投诉' }).click()
  await page.locator('[data-test=complaint-status]', { hasText: '已登记' }).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)

  await desk.page.getByRole('link', { name: '晚上装修太吵' }).click()
  await desk.page.getByText('13800000000').waitFor()
  const dialog = desk.page.getByRole('dialog')
  await desk.page.getByRole('button', { name: 'Change what it is about' }).click()
  await dialog.getByLabel('Site').selectOption('s1')
  await dialog.getByLabel('Equipment').selectOption('lift-1')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await desk.page.getByRole('link', { name: 'lift-1' }).waitFor()
  const move = async (name: string, fill?: [label: string, text: string]) => {
    await desk.page.locator('[data-test=complaint-moves]').getByRole('button', { name, exact: true }).click()
    if (fill) await dialog.getByLabel(fill[0], { exact: true }).fill(fill[1])
    await dialog.getByRole('button', { name, exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  await move('Acknowledge to the complainer')
  await move('Enter the finding', ['Finding', 'no rules for work at night'])
  await desk.page.locator('[data-test=complaint-moves]').getByRole('button', { name: 'Answer' }).click()
  await dialog.getByLabel('Answer').fill('施工至18点')
  await dialog.getByRole('button', { name: 'Answer' }).click()
  await desk.page.locator('[data-test=complaint-status]', { hasText: 'Answered' }).waitFor()

  await page.reload()
  await page.getByText('施工至18点').waitFor()
  await page.getByRole('button', { name: '不认可' }).click()
  await page.getByLabel('哪里仍不满意').fill('昨晚还在施工')
  await page.getByRole('button', { name: '不认可' }).click()
  await page.locator('[data-test=complaint-status]', { hasText: '已升级' }).waitFor()
  await desk.page.getByText('昨晚还在施工').waitFor()

  expect([...resident.problems, ...desk.problems]).toEqual([])
})
