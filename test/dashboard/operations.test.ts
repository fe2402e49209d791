import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startTestDashboard } from '../helpers/dashboard.ts'

const NOW = 1_795_420_815_123

test('readiness follows the store and the broker; liveness does not', async () => {
  const { anonymous, around } = await startTestDashboard()
  expect(await anonymous('/readyz')).toMatchObject({
    status: 200,
    body: { ready: true, checks: { database: 'ok', store: 'ok', broker: 'ok' } },
  })
  around.storeDown = true
  expect(await anonymous('/readyz')).toMatchObject({
    status: 503,
    body: { ready: false, checks: { store: 'failed', database: 'ok' } },
  })
  around.storeDown = false
  around.brokerThere = false
  expect(await anonymous('/readyz')).toMatchObject({ status: 503, body: { checks: { broker: 'failed' } } })
  expect(await anonymous('/livez')).toMatchObject({ status: 200, body: { status: 'ok' } })
})

test('readiness sees a database that is gone', async () => {
  const { anonymous, database } = await startTestDashboard()
  await database.db.destroy()
  expect(await anonymous('/readyz')).toMatchObject({ status: 503, body: { checks: { database: 'failed' } } })
})

test('metrics count requests by route, and tell the figures of the stages', async () => {
  const { anonymous, admin } = await startTestDashboard()
  await admin('/api/equipment/lift-1')
  await admin('/api/equipment/nobody')
  const { body, headers } = await anonymous('/metrics')
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(body).toMatch(
    /http_request_duration_seconds_count\{method="GET",route="\/api\/equipment\/:id",status="200"\} 1/,
  )
  expect(body).toMatch(
    /http_request_duration_seconds_count\{method="GET",route="\/api\/equipment\/:id",status="404"\} 1/,
  )
  expect(body).toMatch(/^caretaker_ingest_rejected_total 1$/m)
  expect(body).toMatch(/^caretaker_store_behind_records 4$/m)
  expect(body).toMatch(/^caretaker_open_faults 0$/m)
})

test('the system page tells how each part is doing', async () => {
  const { admin } = await startTestDashboard()
  expect((await admin('/api/system')).body).toMatchObject({
    clock: 'wall',
    ingest: { received: 3, rejected: 1, spool: { records: 5 } },
    store: { kind: 'embedded', behindRecords: 4 },
    rules: { position: 7, pending: 0, health: [] },
    database: { dialect: 'sqlite' },
    broker: { clients: 2, connected: true },
    gateways: { total: 2, online: 0 },
  })
})

test('the system page tells of the door, the rollups and the workers where they are', async () => {
  const door = {
    ...{ connections: 3, strangers: 1, refused: { notAuthorized: 2 }, cutOff: { tooLarge: 1 }, held: 4 },
    ...{ retained: { messages: 2, bytes: 9, refused: 0 }, offline: { messages: 0, bytes: 0, dropped: 5 } },
  }
  const worker = { id: 'w', received: 9, behindRecords: 2, oldestMs: 30, alarms: ['SPOOL_HOLDING'], seenAt: NOW }
  const { admin, anonymous } = await startTestDashboard({
    instead: ({ ingest }) => ({
      broker: () => ({ clients: 2, connected: true, door }),
      ingest: {
        ...ingest,
        stats: () => ({ ...ingest.stats(), rollUp: { lagMs: 120_000, lastError: 'away' } }),
        workers: { storing: () => true, list: () => [worker] },
      },
    }),
  })
  const { body } = await admin('/api/system')
  expect(body.broker.door).toEqual(door)
  expect(body.ingest.rollUp).toEqual({ lagMs: 120_000, lastError: 'away' })
  expect(body.ingest.workers).toEqual({
    storing: true,
    items: [{ ...worker, seenAt: new Date(NOW).toISOString() }],
  })
  const { body: figures } = await anonymous('/metrics')
  expect(figures).toContain('caretaker_door_refused{reason="notAuthorized"} 2')
  expect(figures).toContain('caretaker_door_cut_off{reason="tooLarge"} 1')
  expect(figures).toMatch(/^caretaker_rollup_lag_seconds 120$/m)
})

test('the catalogue carries both languages and is sent once', async () => {
  const { admin } = await startTestDashboard()
  const first = await admin('/api/catalogue')
  const lift = first.body.classes.find((c: { code: string }) => c.code === 'elevator')
  expect(lift).toMatchObject({ name: expect.any(String), name_zh: expect.stringMatching(/梯/) })
  expect(lift.faults.find((f: { code: string }) => f.code === 'ELV-OVERTRAVEL')).toMatchObject({ severity: 'major' })
  expect(first.body.closeCodes.cause.length).toBeGreaterThan(3)
  expect(first.body.skills.length).toBeGreaterThan(3)
  const again = await admin('/api/catalogue', undefined, { 'if-none-match': String(first.headers.etag) })
  expect([again.status, again.body]).toEqual([304, ''])
  const packed = await admin('/api/catalogue', undefined, { 'accept-encoding': 'gzip' })
  expect(packed.headers['content-encoding']).toBe('gzip')
})

test('pages are served with a policy that lets no foreign or inline script run', async () => {
  const { anonymous } = await startTestDashboard()
  const page = await anonymous('/')
  expect([page.status, page.body]).toEqual([200, expect.stringContaining('<title>Caretaker</title>')])
  const policy = String(page.headers['content-security-policy'])
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('upgrade-insecure-requests')
  expect(page.headers['x-content-type-options']).toBe('nosniff')
})

test('an address of the application is its page; a file or API address that is not there is an error', async () => {
  const { anonymous } = await startTestDashboard()
  const html = { accept: 'text/html' }
  for (const path of ['/tickets/t-1', '/equipment/lift-1?range=1h', '/login']) {
    const page = await anonymous(path, undefined, html)
    expect([path, page.status, page.headers['cache-control']]).toEqual([path, 200, 'no-cache'])
  }
  expect((await anonymous('/assets/app-1a2b.js')).headers['cache-control']).toContain('immutable')
  for (const path of [
    '/assets/gone.js',
    '/api/nothing',
    '/socket.io/x/y',
    '/mqtt',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/needs.ts',
  ])
    expect([path, (await anonymous(path, undefined, html)).status]).toEqual([path, 404])
})

test('what is not HTTP is answered and let go', async () => {
  const { listen } = await startTestDashboard()
  const { port } = new URL(await listen())
  const socket = connect(Number(port), '127.0.0.1')
  socket.write('GARBAGE\r\n\r\n')
  const answer = await text(socket)
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(JSON.parse(answer.split('\r\n\r\n')[1] as string)).toMatchObject({ error: { code: 'BAD_REQUEST' } })
})
