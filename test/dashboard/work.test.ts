import { expect, test } from 'vitest'
import { startTestDashboard, type TestDashboard } from '../helpers/dashboard.ts'
import { MONDAY, transition } from '../helpers/maintenance.ts'

const withFault = async (): Promise<TestDashboard> => {
  const dashboard = await startTestDashboard()
  await dashboard.maintenance.handle([transition('f-1', 'lift-1', 'ELV-OVERTRAVEL')])
  return dashboard
}

test('an active fault is listed, acknowledged, and names who did', async () => {
  const { as } = await withFault()
  const technician = await as('technician')
  const { body } = await technician('/api/faults?state=active&severity=major&equipment=lift-1')
  expect(body.items).toEqual([
    expect.objectContaining({ id: 'f-1', code: 'ELV-OVERTRAVEL', firedAt: '2026-11-23T03:00:00.000Z' }),
  ])
  const acknowledged = await technician('POST /api/faults/f-1/acknowledge', { comment: '知道了' })
  expect(acknowledged.body).toMatchObject({ state: 'firing', acknowledgedBy: 'technician-1', comment: '知道了' })
  expect((await technician('POST /api/faults/f-1/acknowledge')).status).toBe(200)
})

test('a shelf takes its end as ISO text or milliseconds, and needs a reason', async () => {
  const { admin } = await withFault()
  const shelve = (body: object) => admin('POST /api/faults/f-1/shelve', body)
  expect((await shelve({ until: '2026-11-23T12:00:00+08:00', reason: '检修' })).body).toMatchObject({
    shelvedUntil: '2026-11-23T04:00:00.000Z',
    shelvedBy: 'admin',
    shelveReason: '检修',
  })
  expect((await shelve({ until: MONDAY + 7_200_000, reason: 'x' })).body.shelvedUntil).toBe('2026-11-23T05:00:00.000Z')
  expect((await shelve({ until: '2026-11-23T12:00:00+08:00' })).status).toBe(400)
  expect((await shelve({ until: 'later', reason: 'x' })).status).toBe(400)
})

test('a fault that still holds cannot be reset', async () => {
  const { admin } = await withFault()
  const answer = await admin('POST /api/faults/f-1/reset', { note: 'looks fine' })
  expect(answer).toMatchObject({ status: 409, body: { error: { code: 'FAULT_STILL_ACTIVE' } } })
})

test('a ticket is moved on, and what it needs or somebody else did comes back as a code', async () => {
  const { admin, as } = await withFault()
  const [ticket] = (await admin('/api/tickets?open=true')).body.items
  expect(ticket).toMatchObject({ faultCode: 'ELV-OVERTRAVEL', priority: 'P0', status: 'new', fault: 'f-1' })
  expect(ticket.clocks[0].dueAt).toMatch(/^2026-11-\d\dT.*Z$/)
  const dispatcher = await as('dispatcher')
  const move = (body: object) => dispatcher(`POST /api/tickets/${ticket.id}/transitions`, body)
  const moved = await move({ to: 'acknowledged', version: ticket.version })
  expect(moved.body).toMatchObject({ status: 'acknowledged', version: ticket.version + 1 })
  expect(moved.body.timeline.at(-1)).toMatchObject({
    by: 'dispatcher-1',
    from: 'new',
    to: 'acknowledged',
    at: expect.stringMatching(/Z$/),
  })
  const stale = (await move({ to: 'dispatched', version: ticket.version })).body.error
  expect(stale).toMatchObject({
    code: 'STALE_VERSION',
    details: { since: [{ to: 'acknowledged', at: expect.stringMatching(/Z$/) }] },
  })
  expect((await dispatcher('/api/sites/nowhere/dispatch')).status).toBe(404)
  expect((await move({ to: 'closed' })).body.error).toMatchObject({
    code: 'ILLEGAL_MOVE',
    details: { from: 'acknowledged' },
  })
  expect((await move({ to: 'dispatched' })).body.error.code).toBe('MOVE_NEEDS')
  expect((await admin(`/api/tickets/${ticket.id}`)).body.status).toBe('acknowledged')
})

test('a person opens a ticket', async () => {
  const { as } = await startTestDashboard()
  const technician = await as('technician')
  const made = await technician('POST /api/tickets', { equipment: 'pump-1', title: '漏水', severity: 'general' })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ equipment: 'pump-1', origin: 'staff', title: '漏水', status: 'new' })
  expect((await technician('POST /api/tickets', { equipment: 'nobody', title: 'x' })).status).toBe(404)
})

test('stock: a count, a shortage, an order and its arrival', async () => {
  const { admin } = await withFault()
  const { items: reservations } = (await admin('/api/reservations?status=short')).body
  expect(reservations.length).toBeGreaterThan(0)
  const { partNo, ticket } = reservations[0]
  const { items: orders } = (await admin(`/api/purchase-orders?partNo=${partNo}`)).body
  expect(orders).toEqual([expect.objectContaining({ partNo, ticket, status: 'requested' })])
  const change = (body: object) => admin(`PATCH /api/purchase-orders/${orders[0].id}`, body)
  expect((await change({ status: 'ordered', expectedAt: '2026-12-01T00:00:00Z' })).body).toMatchObject({
    status: 'ordered',
    expectedAt: '2026-12-01T00:00:00.000Z',
  })
  expect((await admin(`/api/parts/${partNo}`)).body.incoming).toBe(orders[0].quantity)
  expect((await change({ status: 'received' })).status).toBe(200)
  const part = (await admin(`/api/parts/${partNo}`)).body
  expect(part).toMatchObject({ onHand: orders[0].quantity, incoming: 0 })
  expect(part.available).toBe(part.onHand - part.reserved)
  expect((await admin(`PATCH /api/parts/${partNo}`, { onHand: 0 })).body.error.code).toBe('NOT_ENOUGH_STOCK')
  expect((await admin('PATCH /api/parts/NO-SUCH', { onHand: 0 })).body.error.code).toBe('UNKNOWN_PART')
})

test('lists go on where the page before ended', async () => {
  const { admin } = await startTestDashboard()
  const all = (await admin('/api/parts?limit=500')).body.items.map((p: { partNo: string }) => p.partNo)
  const read: string[] = []
  let cursor = ''
  do {
    const { body } = await admin(`/api/parts?limit=7${cursor}`)
    read.push(...body.items.map((p: { partNo: string }) => p.partNo))
    cursor = body.nextCursor ? `&cursor=${encodeURIComponent(body.nextCursor)}` : ''
  } while (cursor)
  expect(all.length).toBeGreaterThan(50)
  expect(read).toEqual(all)
})

test('reports say what period they are about', async () => {
  const { admin } = await withFault()
  const { body } = await admin('/api/analytics/causes?from=2026-11-01&to=2026-12-01')
  expect(body).toMatchObject({
    query: { from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' },
    faults: [{ key: 'ELV-OVERTRAVEL', count: 1 }],
  })
  const reliability = (await admin('/api/analytics/reliability')).body
  expect(reliability.query.to).toBe('2026-11-23T03:00:00.000Z')
  expect(reliability).toMatchObject({ failures: { count: 0 }, restored: { count: 0 } })
  const behind = new URLSearchParams(body.failures.filter)
  expect((await admin(`/api/tickets?${behind}`)).body.items).toHaveLength(1)
  expect((await admin('/api/tickets?text=lift-1')).body.items).toHaveLength(1)
})
