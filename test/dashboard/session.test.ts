import { expect, test } from 'vitest'
import { PASSWORD, startTestDashboard } from '../helpers/dashboard.ts'
import { testDatabase } from '../helpers/database.ts'

const HOUR = 3_600_000

test('logging in gives a cookie that scripts cannot read and that other sites do not send', async () => {
  const { anonymous } = await startTestDashboard()
  const answer = await anonymous('POST /api/session', { username: 'admin', password: PASSWORD })
  expect(answer).toMatchObject({ status: 200, body: { user: { username: 'admin', role: 'admin', sites: [] } } })
  const cookie = String(answer.headers['set-cookie'])
  expect(cookie).toMatch(/; HttpOnly/)
  expect(cookie).toMatch(/; SameSite=Strict/)
  expect(cookie).toMatch(/; Max-Age=43200/)
  expect(cookie).not.toMatch(/; Secure/)
  expect(cookie).not.toContain(PASSWORD)
})

test('behind TLS the cookie is for TLS alone', async () => {
  const { anonymous } = await startTestDashboard()
  const headers = { 'x-forwarded-proto': 'https' }
  const { headers: given } = await anonymous('POST /api/session', { username: 'admin', password: PASSWORD }, headers)
  expect(String(given['set-cookie'])).toMatch(/; Secure/)
})

test('a log-in ends the session it replaces, and a log-out ends its own', async () => {
  const { anonymous, logIn } = await startTestDashboard()
  const first = await logIn('admin')
  const me = (cookie: string) => anonymous('/api/session', undefined, { cookie })
  expect((await me(first)).body).toEqual({ user: { username: 'admin', role: 'admin', sites: [] } })
  const again = await anonymous('POST /api/session', { username: 'admin', password: PASSWORD }, { cookie: first })
  const second = String(again.headers['set-cookie']).split(';')[0] as string
  expect(second).not.toBe(first)
  expect((await me(first)).status).toBe(401)
  expect((await me(second)).status).toBe(200)
  expect((await anonymous('DELETE /api/session', undefined, { cookie: second })).status).toBe(204)
  expect((await me(second)).body.error.code).toBe('UNAUTHENTICATED')
})

test('a session ends after twelve hours', async () => {
  const { anonymous, logIn, maintenance } = await startTestDashboard()
  const cookie = await logIn('admin')
  const start = maintenance.clock.now()
  maintenance.clock.set(start + 12 * HOUR - 1)
  expect((await anonymous('/api/session', undefined, { cookie })).status).toBe(200)
  maintenance.clock.set(start + 12 * HOUR)
  expect((await anonymous('/api/session', undefined, { cookie })).status).toBe(401)
})

test('a wrong password and an unknown name get the same answer', async () => {
  const { anonymous } = await startTestDashboard()
  const [wrong, unknown] = [
    await anonymous('POST /api/session', { username: 'admin', password: 'wrong-password' }),
    await anonymous('POST /api/session', { username: 'nobody', password: 'wrong-password' }),
  ]
  expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'WRONG_PASSWORD' } } })
  expect(unknown.body).toEqual(wrong.body)
})

test('guessing is slowed down, also with the right password, until the window has passed', async () => {
  const { anonymous, maintenance } = await startTestDashboard()
  const attempt = (password: string) => anonymous('POST /api/session', { username: 'admin', password })
  for (let n = 0; n < 5; n++) expect((await attempt('wrong-password')).status).toBe(401)
  const refused = await attempt(PASSWORD)
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'TOO_MANY_REQUESTS' } } })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  maintenance.clock.set(maintenance.clock.now() + 15 * 60_000)
  expect((await attempt(PASSWORD)).status).toBe(200)
})

test('twenty guesses at once get no further than five one after the other', async () => {
  const { anonymous } = await startTestDashboard()
  const guesses = Array.from({ length: 20 }, () =>
    anonymous('POST /api/session', { username: 'admin', password: 'wrong' }),
  )
  const statuses = (await Promise.all(guesses)).map(answer => answer.status)
  expect(statuses.filter(status => status === 401)).toHaveLength(5)
  expect(statuses.filter(status => status === 429)).toHaveLength(15)
})

test('an API token has the rights of the person it belongs to, until it is removed', async () => {
  const { anonymous, as } = await startTestDashboard()
  const viewer = await as('viewer')
  const { status, body } = await viewer('POST /api/tokens', { name: 'screen in the hall' })
  expect(status).toBe(201)
  const bearer = { authorization: `Bearer ${body.token}` }
  expect((await anonymous('/api/sites', undefined, bearer)).status).toBe(200)
  expect((await anonymous('POST /api/sites', { id: 'x', name: 'X' }, bearer)).status).toBe(403)
  const { items } = (await viewer('/api/tokens')).body
  const used = { createdAt: expect.any(String), lastUsedAt: expect.any(String) }
  expect(items).toEqual([{ id: body.id, name: 'screen in the hall', ...used }])
  expect((await viewer('POST /api/tokens', { name: 'unused' })).body.lastUsedAt).toBeUndefined()
  expect((await viewer('/api/tokens')).body.items[1].lastUsedAt).toBeUndefined()
  expect((await viewer(`DELETE /api/tokens/${body.id}`)).status).toBe(204)
  expect((await anonymous('/api/sites', undefined, bearer)).status).toBe(401)
})

test('a token that does not exist is refused even beside a good cookie', async () => {
  const { anonymous, logIn } = await startTestDashboard()
  const headers = { cookie: await logIn('admin'), authorization: 'Bearer nonsense' }
  expect((await anonymous('/api/sites', undefined, headers)).status).toBe(401)
})

test('requests of pages of another origin change nothing', async () => {
  const { admin, anonymous } = await startTestDashboard()
  const site = { id: 's9', name: 'Nine' }
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost:80' },
  ]) {
    expect((await admin('POST /api/sites', site, headers as Record<string, string>)).status).toBe(403)
    const logIn = await anonymous(
      'POST /api/session',
      { username: 'admin', password: PASSWORD },
      headers as Record<string, string>,
    )
    expect(logIn.status).toBe(403)
  }
  expect((await admin('/api/sites')).body.items.map((s: { id: string }) => s.id)).toEqual(['s1', 's2'])
  const own = { origin: 'http://localhost:80', 'sec-fetch-site': 'same-origin' }
  expect((await admin('POST /api/sites', site, own)).status).toBe(201)
})

test('the first start makes an administrator and tells the password once', async () => {
  const database = await testDatabase()
  const first = await startTestDashboard({ database, adminPassword: undefined })
  expect(first.made).toHaveLength(1)
  await expect(first.logIn('admin', first.made[0])).resolves.toContain('caretaker_session=')
  const again = await startTestDashboard({ database, adminPassword: undefined })
  expect(again.made).toEqual([])
  await expect(again.logIn('admin', first.made[0])).resolves.toContain('caretaker_session=')
})

test('ADMIN_PASSWORD at a later start is the new password and ends the old sessions', async () => {
  const database = await testDatabase()
  const first = await startTestDashboard({ database })
  const cookie = await first.logIn('admin')
  const second = await startTestDashboard({ database, adminPassword: 'another-password' })
  expect((await second.anonymous('/api/session', undefined, { cookie })).status).toBe(401)
  await expect(second.logIn('admin', PASSWORD)).rejects.toThrow('WRONG_PASSWORD')
})
