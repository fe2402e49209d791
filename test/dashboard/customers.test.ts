import { expect, test } from 'vitest'
import { SHIPPED_FEEDBACK } from '#domain/shippedPolicies.ts'
import { PASSWORD, startTestDashboard, type TestDashboard } from '../helpers/dashboard.ts'
import { DISPATCHER, moveThrough } from '../helpers/maintenance.ts'

/** A reported repair that waits for its owner's signature. */
async function verified({ maintenance }: TestDashboard): Promise<string> {
  await maintenance.technicians.add({ id: 'zhang', name: '张师傅', skills: [] }, DISPATCHER)
  const { id } = await maintenance.tickets.create({ equipment: 'lift-1', title: 'The door squeaks' }, DISPATCHER)
  await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite', 'repaired', 'verified'])
  return id
}
const HANDED_OVER = { to: 'handedOver', signature: { name: '李业主', party: 'owner' } }

test('the owner answers by the link that the desk made, once, without logging in', async () => {
  const dashboard = await startTestDashboard()
  const { admin, anonymous } = dashboard
  const id = await verified(dashboard)
  expect((await admin(`POST /api/tickets/${id}/transitions`, HANDED_OVER)).status).toBe(200)
  const { token } = (await admin(`POST /api/tickets/${id}/survey-invitations`)).body
  const link = `/api/public/surveys/${token}`
  const form = await anonymous(link)
  expect(form).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' }, body: { state: 'open' } })
  expect(JSON.stringify(form.body)).not.toMatch(/李业主|wang|zhang/)
  for (const bad of [
    {},
    { score: 0 },
    { score: 6 },
    { score: 2.5 },
    { score: 5, admin: true },
    { score: 5, comment: ' ' },
  ])
    expect([bad, (await anonymous(`POST ${link}`, bad)).body.error?.code]).toEqual([bad, 'BAD_REQUEST'])
  expect((await anonymous(`POST ${link}`, { score: 1, comment: '又坏了' })).body).toMatchObject({ state: 'given' })
  expect(await anonymous(`POST ${link}`, { score: 5 })).toMatchObject({
    status: 409,
    body: { error: { code: 'SURVEY_GIVEN' } },
  })
  expect((await admin('/api/follow-ups?due=open')).body.items).toMatchObject([
    { id: `${id}:callBack`, surveys: [{ score: 1, comment: '又坏了' }] },
    { id: `${id}:followUp` },
  ])
  expect(JSON.stringify((await admin(`/api/tickets/${id}`)).body)).not.toContain(token)
})

test('an unknown or replaced link is told as such, and who tries many is slowed down', async () => {
  const dashboard = await startTestDashboard()
  const { admin, anonymous } = dashboard
  const id = await verified(dashboard)
  expect((await admin(`POST /api/tickets/${id}/survey-invitations`, {})).body.error.code).toBe('ILLEGAL_MOVE')
  await admin(`POST /api/tickets/${id}/transitions`, HANDED_OVER)
  const { token } = (await admin(`POST /api/tickets/${id}/survey-invitations`, {})).body
  expect((await admin(`POST /api/tickets/${id}/survey-invitations`, {})).status).toBe(201)
  expect((await anonymous(`POST /api/public/surveys/${token}`, { score: 5 })).body.error.code).toBe('SURVEY_EXPIRED')
  const codes: string[] = []
  for (let i = 0; i < 40; i++)
    codes.push((await anonymous(`POST /api/public/surveys/${'x'.repeat(20)}${i}`, { score: 5 })).body.error.code)
  expect(new Set(codes)).toEqual(new Set(['SURVEY_UNKNOWN', 'TOO_MANY_REQUESTS']))
  expect(codes.at(0)).toBe('SURVEY_UNKNOWN')
  expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS')
})

test('the desk enters a call; who has no such call is told so', async () => {
  const dashboard = await startTestDashboard()
  const { admin, as } = dashboard
  const id = await verified(dashboard)
  await admin(`POST /api/tickets/${id}/transitions`, HANDED_OVER)
  const desk = await as('dispatcher', ['s1'])
  const call = `POST /api/follow-ups/${id}:followUp/attempts`
  expect((await desk(call, { result: 'maybe' })).body.error.code).toBe('BAD_REQUEST')
  expect((await desk(call, { result: 'satisfied', note: '谢谢' })).body).toMatchObject({
    status: 'followedUp',
    attempts: [{ result: 'satisfied', note: '谢谢' }],
  })
  expect((await desk(call, { result: 'satisfied' })).body.error.code).toBe('CALL_ENDED')
  for (const unknown of [`${id}:callBack`, `${id}:resolve`, 'nothing'])
    expect((await desk(`POST /api/follow-ups/${unknown}/attempts`, { result: 'satisfied' })).status).toBe(404)
  expect((await (await as('dispatcher', ['s2']))(call, { result: 'satisfied' })).status).toBe(404)
  expect((await desk('/api/follow-ups?due=done')).body.items).toMatchObject([{ id: `${id}:followUp` }])
})

test('a technician shows a code and never sees the link; who is logged in does not answer for the customer', async () => {
  const dashboard = await startTestDashboard()
  const { admin, anonymous, logIn } = dashboard
  const id = await verified(dashboard)
  await admin('POST /api/users', { username: 'zhang', password: PASSWORD, role: 'technician', sites: ['s1'] })
  const cookie = await logIn('zhang')
  const zhang = (call: string, body?: unknown) => anonymous(call, body, { cookie })
  const signed = await zhang(`POST /api/tickets/${id}/transitions`, HANDED_OVER)
  expect(signed).toMatchObject({ status: 200, body: { status: 'handedOver' } })
  expect(signed.body.survey).toBeUndefined()
  expect((await zhang(`POST /api/tickets/${id}/survey-invitations`, {})).status).toBe(403)
  const code = await zhang(`POST /api/tickets/${id}/survey-codes`, {})
  expect(code).toMatchObject({ status: 201, headers: { 'cache-control': 'no-store' } })
  expect(Object.keys(code.body).sort()).toEqual(['expiresAt', 'svg'])
  expect(code.body.svg).toMatch(/^<svg/)
  expect(code.body.svg).not.toMatch(/\/s\//)
  const { token } = (await admin(`POST /api/tickets/${id}/survey-invitations`, {})).body
  const link = `POST /api/public/surveys/${token}`
  expect(await zhang(link, { score: 5 })).toMatchObject({ status: 403, body: { error: { code: 'SURVEY_BY_STAFF' } } })
  expect((await admin(link, { score: 5 })).body.error.code).toBe('SURVEY_BY_STAFF')
  expect((await anonymous(link, { score: 5 })).body).toMatchObject({ state: 'given' })
})

test('a resident rates the work by the link of the own report; how often one address may is a policy with a history', async () => {
  const { maintenance, admin, anonymous } = await startTestDashboard()
  await maintenance.technicians.add({ id: 'zhang', name: '张师傅', skills: [] }, DISPATCHER)
  const told = { equipment: 'lift-1', trouble: 'outOfOrder', contact: { phone: '13812345678' } }
  const { ticket, token } = (await anonymous('POST /api/public/reports', told)).body
  const link = `/api/public/reports/${token}/survey`
  expect((await anonymous(link)).body.error.code).toBe('SURVEY_UNKNOWN')
  await moveThrough(maintenance, ticket, ['acknowledged', 'dispatched', 'onSite', 'repaired', 'verified', 'handedOver'])
  expect((await anonymous(`/api/public/reports/${token}`)).body).toMatchObject({ survey: 'open' })
  expect((await anonymous(link)).body).toMatchObject({ state: 'open' })
  expect(JSON.stringify((await anonymous(link)).body)).not.toMatch(/138|zhang/)
  expect((await admin(`POST ${link}`, { score: 1 })).body.error.code).toBe('SURVEY_BY_STAFF')
  const sent = { kind: 'noise', text: '太吵', report: token }
  const complaint = (await anonymous('POST /api/public/complaints', sent)).body.complaint
  expect((await admin(`/api/complaints/${complaint}`)).body).toMatchObject({ ticket, equipment: 'lift-1' })

  const { rates, ...rest } = SHIPPED_FEEDBACK
  const policy = { ...rest, rates: { ...rates, answers: { windowMin: 60, perAddress: 3 } } }
  expect((await admin('PUT /api/feedback-policy', { version: 0, policy })).body).toMatchObject({
    version: 1,
    by: 'admin',
  })
  expect((await admin('PUT /api/feedback-policy', { version: 0, policy })).body.error.code).toBe('STALE_VERSION')
  const bad = { ...policy, qrMinutes: 0 }
  expect((await admin('PUT /api/feedback-policy', { version: 1, policy: bad })).body.error.code).toBe('BAD_REQUEST')
  expect((await admin('/api/feedback-policy/history')).body.items[0]).toMatchObject({ version: 1, policy })
  const codes = []
  for (let i = 0; i < 4; i++)
    codes.push((await anonymous(`POST /api/public/surveys/${'x'.repeat(32)}`, { score: 5 })).status)
  expect(codes).toEqual([404, 404, 429, 429])
})
