import { expect, test, vi } from 'vitest'
import type { Complaint } from '#domain/complaints.ts'
import { PASSWORD, startTestDashboard } from '../helpers/dashboard.ts'

const PHONED = { kind: 'staff', text: '师傅态度差', channel: 'phone', site: 's1', contact: { phone: '13800000000' } }

test('a complaint names people: the desk of its site sees it, nobody else', async () => {
  const { admin, as } = await startTestDashboard()
  const added = await admin('POST /api/complaints', PHONED)
  expect(added).toMatchObject({ status: 201, body: { id: 'c-1', status: 'registered', contact: PHONED.contact } })
  const desk = await as('dispatcher', ['s1'])
  expect((await desk('/api/complaints?open=true')).body.items).toMatchObject([{ id: 'c-1' }])
  const elsewhere = await as('dispatcher', ['s2'])
  expect((await elsewhere('/api/complaints')).body.items).toEqual([])
  for (const [call, body] of [
    ['/api/complaints/c-1'],
    ['PATCH /api/complaints/c-1', { version: 1, kind: 'fees' }],
    ['POST /api/complaints/c-1/transitions', { to: 'acknowledged' }],
  ] as const) {
    expect([call, (await elsewhere(call, body)).status]).toEqual([call, 404])
    expect([call, (await (await as('technician'))(call, body)).status]).toEqual([call, 403])
    expect([call, (await desk(call, body)).status]).toEqual([call, 200])
  }
})

test('bad complaints are refused with their reason, and none is kept', async () => {
  const { admin } = await startTestDashboard()
  const code = async (body: object) => (await admin('POST /api/complaints', body)).body.error?.code
  expect(await code({ ...PHONED, text: ' ' })).toBe('BAD_REQUEST')
  expect(await code({ ...PHONED, kind: 'weather' })).toBe('BAD_REQUEST')
  expect(await code({ ...PHONED, channel: 'pigeon' })).toBe('BAD_REQUEST')
  expect(await code({ ...PHONED, contact: { phone: 'call me' } })).toBe('BAD_REQUEST')
  expect(await code({ ...PHONED, site: 's9' })).toBe('UNKNOWN_SITE')
  expect((await admin('/api/complaints')).body.items).toEqual([])
})

test('a resident complains and follows it without logging in; who sends too many is slowed down', async () => {
  const { admin, anonymous } = await startTestDashboard()
  const kinds = (await anonymous('/api/public/complaint-kinds')).body.items
  expect(kinds.map((k: { code: string }) => k.code)).toContain('noise')
  const sent = await anonymous('POST /api/public/complaints', { kind: 'noise', text: '太吵', contact: { name: '李' } })
  expect(sent.status).toBe(201)
  const page = `/api/public/complaints/${sent.body.token}`
  expect((await anonymous(page)).body).toMatchObject({ complaint: 'c-1', status: 'registered' })
  const step = (to: string, more: object = {}) => admin('POST /api/complaints/c-1/transitions', { to, ...more })
  await step('acknowledged')
  await step('investigated', { finding: { founded: true, cause: 'process', note: 'no rules for work at night' } })
  await step('answered', { answer: 'From now on only until 18:00' })
  expect((await anonymous(page)).body.answer).toBe('From now on only until 18:00')
  expect((await anonymous(`POST ${page}/verdict`, { accepted: true })).body.status).toBe('accepted')
  expect((await anonymous(`POST ${page}/verdict`, { accepted: true })).body.error.code).toBe('ILLEGAL_MOVE')
  expect((await anonymous('/api/public/complaints/nothing')).status).toBe(404)
  const codes: number[] = []
  for (let i = 0; i < 25; i++)
    codes.push((await anonymous('POST /api/public/complaints', { kind: 'noise', text: `again ${i}` })).status)
  expect([codes[0], codes.at(-1)]).toEqual([201, 429])
})

test('complaints are heard live by the desk of their site, by nobody else, and an unknown place by who sees every site', async () => {
  const { admin, anonymous, connect, logIn } = await startTestDashboard()
  const client = async (username: string, role: string, sites: string[]) => {
    await admin('POST /api/users', { username, password: PASSWORD, role, sites })
    return await connect({ cookie: await logIn(username) })
  }
  const channel = 'complaints'
  for (const role of ['technician', 'viewer'] as const) {
    const other = await client(role, role, ['s1'])
    const asked = [await other.emitWithAck('watch', { channel })]
    asked.push((await other.emitWithAck('sync', { channel, epoch: 'x', since: 0 })) as never)
    expect(asked).toMatchObject([{ error: { code: 'FORBIDDEN' } }, { error: { code: 'FORBIDDEN' } }])
  }
  const [one, two, all] = await Promise.all([
    client('one', 'dispatcher', ['s1']),
    client('two', 'dispatcher', ['s2']),
    client('every', 'dispatcher', []),
  ])
  const heard = [one, two, all].map(socket => {
    const items: string[] = []
    socket.on('complaint:delta', ({ changes }) => {
      for (const { item } of changes) items.push(`${(item as Complaint).id}.${(item as Complaint).kind}`)
    })
    return items
  })
  for (const socket of [one, two, all])
    expect(await socket.emitWithAck('watch', { channel })).toMatchObject({ items: [] })
  await admin('POST /api/complaints', PHONED)
  await anonymous('POST /api/public/complaints', { kind: 'noise', text: '太吵' })
  await vi.waitFor(() => expect(heard).toEqual([['c-1.staff'], [], ['c-1.staff', 'c-2.noise']]))
  await admin('PATCH /api/complaints/c-2', { version: 1, site: 's2' })
  await vi.waitFor(() => expect(heard).toEqual([['c-1.staff'], ['c-2.noise'], ['c-1.staff', 'c-2.noise', 'c-2.noise']]))
})
