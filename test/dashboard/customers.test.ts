import { expect, test } from 'vitest'
import { startTestDashboard, type TestDashboard } from '../helpers/dashboard.ts'
import { DISPATCHER, moveThrough } from '../helpers/maintenance.ts'

/** A reported repair that waits for its owner's signature. */
async function verified({ maintenance }: TestDashboard): Promise<string> {
  await maintenance.technicians.add({ id: 'zhang', name: '张师傅', skills: [] }, DISPATCHER)
  const { id } = await maintenance.tickets.create({ equipment: 'lift-1', title: 'The door squeaks' }, DISPATCHER)
  await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite', 'repaired', 'verified'])
  return id
}
const HANDED_OVER = { to: 'handedOver', signature: { name: '李业主', party: 'owner' } }

test('the owner answers by the link that came with the acceptance, once, without logging in', async () => {
  const dashboard = await startTestDashboard()
  const { admin, anonymous } = dashboard
  const id = await verified(dashboard)
  const { token } = (await admin(`POST /api/tickets/${id}/transitions`, HANDED_OVER)).body.survey
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
    { id: `${id}:callBack`, survey: { score: 1, comment: '又坏了' } },
    { id: `${id}:followUp` },
  ])
  expect(JSON.stringify((await admin(`/api/tickets/${id}`)).body)).not.toContain(token)
})

test('an unknown or replaced link is told as such, and who tries many is slowed down', async () => {
  const dashboard = await startTestDashboard()
  const { admin, anonymous } = dashboard
  const id = await verified(dashboard)
  expect((await admin(`POST /api/tickets/${id}/survey-invitations`, {})).body.error.code).toBe('ILLEGAL_MOVE')
  const { token } = (await admin(`POST /api/tickets/${id}/transitions`, HANDED_OVER)).body.survey
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
