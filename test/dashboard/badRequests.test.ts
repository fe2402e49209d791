import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ACCESS } from '../../dashboard/server/auth/access.ts'
import { PASSWORD, startTestDashboard } from '../helpers/dashboard.ts'

test.each([
  ['malformed JSON', '{"id":', 'application/json', 400, 'BAD_JSON'],
  ['an empty JSON body', '', 'application/json', 400, 'BAD_JSON'],
  [
    'a prototype in the body',
    '{"id":"x","name":"X","__proto__":{"role":"admin"}}',
    'application/json',
    400,
    'BAD_JSON',
  ],
  ['a form', 'id=1', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['plain text', '{"id":"x","name":"X"}', 'text/plain', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['a list', '[]', 'application/json', 400, 'BAD_REQUEST'],
  ['null', 'null', 'application/json', 400, 'BAD_REQUEST'],
  ['a number where text belongs', '{"id":"x","name":1}', 'application/json', 400, 'BAD_REQUEST'],
  ['an id with a slash', '{"id":"a/b","name":"X"}', 'application/json', 400, 'BAD_REQUEST'],
  ['an unknown property', '{"id":"x","name":"X","role":"admin"}', 'application/json', 400, 'BAD_REQUEST'],
  ['U+0000', '{"id":"x","name":"X\\u0000"}', 'application/json', 400, 'BAD_REQUEST'],
  [
    'a time zone that does not exist',
    '{"id":"x","name":"X","timezone":"Mars/Olympus"}',
    'application/json',
    400,
    'BAD_REQUEST',
  ],
  [
    'more than a mebibyte',
    JSON.stringify({ id: 'x', name: 'X'.repeat(1_048_576) }),
    'application/json',
    413,
    'PAYLOAD_TOO_LARGE',
  ],
])('%s is answered with a code and changes nothing', async (_what, body, type, status, code) => {
  const { admin } = await startTestDashboard()
  const answer = await admin('POST /api/sites', body, { 'content-type': type })
  expect(answer).toMatchObject({ status, body: { error: { code, message: expect.any(String) } } })
  expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  expect((await admin('/api/sites')).body.items).toHaveLength(2)
})

test('a refusal says what is wrong, and where', async () => {
  const { admin } = await startTestDashboard()
  const { body } = await admin('POST /api/sites', { id: 'A', name: '' })
  const problems: { in: string; path: string; message: string }[] = body.error.details.problems
  expect(problems.map(p => [p.in, p.path])).toEqual(
    expect.arrayContaining([
      ['body', '/id'],
      ['body', '/name'],
    ]),
  )
})

test.each([
  ['/api/equipment/lift-1/telemetry', 400, 'BAD_REQUEST'],
  ['/api/equipment/lift-1/telemetry?metric=warpSpeed', 422, 'UNKNOWN_METRIC'],
  ['/api/equipment/nobody/telemetry?metric=carSpeed', 404, 'NOT_FOUND'],
  ['/api/equipment/lift-1/telemetry?metric=carSpeed&every=soon', 400, 'BAD_REQUEST'],
  ['/api/equipment/lift-1/telemetry?metric=carSpeed&from=yesterday', 400, 'BAD_REQUEST'],
  ['/api/equipment/lift-1/telemetry?metric=carSpeed&from=2026-11-23T10:00:00', 400, 'BAD_REQUEST'],
  ['/api/equipment/lift-1/telemetry?metric=carSpeed&from=2&to=1', 400, 'BAD_REQUEST'],
  ['/api/equipment/lift-1/telemetry?metric=carSpeed&from=0&every=1s', 422, 'RANGE_TOO_LONG'],
  ['/api/faults?state=open', 400, 'BAD_REQUEST'],
  ['/api/faults?limit=0', 400, 'BAD_REQUEST'],
  ['/api/faults?limit=501', 400, 'BAD_REQUEST'],
  ['/api/faults?cursor=nonsense', 400, 'BAD_REQUEST'],
  ['/api/tickets?open=perhaps', 400, 'BAD_REQUEST'],
  ['/api/tickets?color=red', 400, 'BAD_REQUEST'],
  ['/api/rejected?cursor=-1', 400, 'BAD_REQUEST'],
  ['/api/analytics/causes?from=2026-02-30T25:00:00Z', 400, 'BAD_REQUEST'],
  ['/api/analytics/reliability?site=nowhere', 422, 'UNKNOWN_SITE'],
  ['/api/analytics/backlog?site=nowhere', 422, 'UNKNOWN_SITE'],
  ['/api/parts/no%2Fsuch', 400, 'BAD_REQUEST'],
  ['/api/parts/NO-SUCH', 404, 'NOT_FOUND'],
  ['/api/forecast', 404, 'NOT_FOUND'],
  ['DELETE /api/sites', 405, 'METHOD_NOT_ALLOWED'],
  [`/api/tickets/${'t'.repeat(300)}`, 404, 'NOT_FOUND'],
  ['/api/tickets/%ff', 400, 'BAD_REQUEST'],
])('%s answers %d %s', async (path, status, code) => {
  const { admin } = await startTestDashboard()
  expect(await admin(path)).toMatchObject({ status, body: { error: { code } } })
})

test('what nobody foresaw is logged with its request, and the answer tells nothing of the inside', async () => {
  const logged: object[] = []
  const note = (fields: object) => void logged.push(fields)
  const log = { debug: note, info: note, warn: note, error: note }
  const { admin, around } = await startTestDashboard({ log })
  around.storeDown = true
  const answer = await admin('/api/equipment/lift-1/telemetry?metric=carSpeed')
  expect(answer.status).toBe(500)
  expect(answer.body).toEqual({ error: { code: 'INTERNAL', message: expect.any(String) } })
  expect(JSON.stringify(answer.body)).not.toMatch(/store is down|at /)
  expect(logged).toContainEqual(
    expect.objectContaining({ requestId: answer.headers['x-request-id'], err: expect.any(Error) }),
  )
})

test('whatever a body holds, the answer is a coded refusal and never a failure of ours', {
  timeout: 60_000,
}, async () => {
  const logged: object[] = []
  const note = (fields: object) => void logged.push(fields)
  const { admin } = await startTestDashboard({ log: { debug: note, info: note, warn: note, error: note } })
  const routes = Object.keys(ACCESS).filter(r => /^(POST|PATCH) /.test(r) && r !== 'POST /api/session')
  const known = [
    'id',
    'name',
    'site',
    'to',
    'params',
    'until',
    'equipment',
    'partNo',
    'quantity',
    'expectedAt',
    'username',
    'password',
  ]
  const body = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom(...known), fc.jsonValue(), { noNullPrototype: true }),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), body, async (route, value) => {
      const path = route.replace('/equipment/:id', '/equipment/lift-1').replace(/:\w+/, 'nothing')
      const { status } = await admin(path, JSON.stringify(value))
      expect([path, status >= 200 && status < 500]).toEqual([path, true])
    }),
    { numRuns: 300 },
  )
  expect(logged).toEqual([])
})

test('too much from one address is refused with the time to wait', async () => {
  const { app, anonymous } = await startTestDashboard()
  for (let n = 0; n < 6000; n += 500) await Promise.all(Array.from({ length: 500 }, () => app.inject('/livez')))
  const answer = await anonymous('POST /api/session', { username: 'admin', password: PASSWORD })
  expect(answer).toMatchObject({ status: 429, body: { error: { code: 'TOO_MANY_REQUESTS' } } })
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
})
