import { expect, test } from 'vitest'
import { PASSWORD, startTestDashboard } from '../helpers/dashboard.ts'

test('an administrator lets somebody in; the password is kept only as a hash', async () => {
  const { admin, database, logIn } = await startTestDashboard()
  const made = await admin('POST /api/users', {
    username: 'wang',
    password: PASSWORD,
    role: 'technician',
    sites: ['s1'],
  })
  expect(made.body).toEqual({
    username: 'wang',
    role: 'technician',
    sites: ['s1'],
    createdAt: expect.stringMatching(/Z$/),
  })
  await expect(logIn('wang')).resolves.toBeTruthy()
  const rows = await database.db.selectFrom('account').selectAll().execute()
  const logins = await database.db.selectFrom('login').selectAll().execute()
  expect(JSON.stringify([rows, logins])).not.toContain(PASSWORD)
  expect(rows.every(row => row.password_hash.startsWith('scrypt$'))).toBe(true)
})

test.each([
  ['a short password', { password: 'short' }, 400, 'BAD_REQUEST'],
  ['a role that does not exist', { role: 'owner' }, 400, 'BAD_REQUEST'],
  ['a site that does not exist', { sites: ['nowhere'] }, 422, 'UNKNOWN_SITE'],
  ['a name that somebody has', { username: 'admin' }, 409, 'ALREADY_EXISTS'],
])('%s is refused', async (_what, wrong, status, code) => {
  const { admin } = await startTestDashboard()
  const answer = await admin('POST /api/users', { username: 'wang', password: PASSWORD, role: 'viewer', ...wrong })
  expect(answer).toMatchObject({ status, body: { error: { code } } })
  expect((await admin('/api/users')).body.items).toHaveLength(1)
})

test('a new password ends the sessions of the old one', async () => {
  const { admin, as } = await startTestDashboard()
  const viewer = await as('viewer')
  expect((await viewer('/api/sites')).status).toBe(200)
  const changed = await admin('PATCH /api/users/viewer-1', { password: 'another-password' })
  expect(changed.status).toBe(200)
  expect((await viewer('/api/sites')).status).toBe(401)
})

test('a new role counts from the next request on', async () => {
  const { admin, as } = await startTestDashboard()
  const viewer = await as('viewer')
  expect((await viewer('POST /api/parts', { partNo: 'X-1', name: 'x' })).status).toBe(403)
  await admin('PATCH /api/users/viewer-1', { role: 'technician' })
  expect((await viewer('POST /api/parts', { partNo: 'X-1', name: 'x' })).status).toBe(201)
})

test('who is removed is out, with sessions and tokens', async () => {
  const { admin, anonymous, as } = await startTestDashboard()
  const viewer = await as('viewer')
  const { token } = (await viewer('POST /api/tokens', { name: 'script' })).body
  expect((await admin('DELETE /api/users/viewer-1')).status).toBe(204)
  expect((await viewer('/api/sites')).status).toBe(401)
  expect((await anonymous('/api/sites', undefined, { authorization: `Bearer ${token}` })).status).toBe(401)
  expect((await admin('DELETE /api/users/viewer-1')).status).toBe(404)
})

test('the last administrator can neither go nor become less', async () => {
  const { admin } = await startTestDashboard()
  for (const call of ['DELETE /api/users/admin', 'PATCH /api/users/admin'])
    expect((await admin(call, call.startsWith('PATCH') ? { role: 'viewer' } : undefined)).status).toBe(403)
  expect((await admin('PATCH /api/users/admin', { sites: ['s1'] })).status).toBe(403)
  expect((await admin('/api/users')).body.items).toMatchObject([{ username: 'admin', role: 'admin', sites: [] }])
})

test('an administrator of one site manages no accounts and makes no sites', async () => {
  const { as } = await startTestDashboard()
  const local = await as('admin', ['s1'])
  expect((await local('/api/users')).status).toBe(403)
  expect((await local('POST /api/users', { username: 'x', password: PASSWORD, role: 'admin' })).status).toBe(403)
  expect((await local('POST /api/sites', { id: 's3', name: 'Three' })).status).toBe(403)
  expect((await local('POST /api/gateways', { id: 'gw-x', site: 's2' })).body.error.code).toBe('UNKNOWN_SITE')
})
