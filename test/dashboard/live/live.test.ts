import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { logChanges, trimChanges } from '#database/changeLog.ts'
import { openRegistry } from '#database/registry.ts'
import type { Change, Delta, Snapshot, SyncAnswer } from '#domain/changes.ts'
import { type LiveClient, startTestDashboard, type TestDashboard } from '../../helpers/dashboard.ts'
import { testDatabase } from '../../helpers/database.ts'
import { ADMIN, ended, MONDAY, transition } from '../../helpers/maintenance.ts'

type EventName = 'fault:delta' | 'ticket:delta' | 'equipment:delta' | 'part:delta' | 'system:delta'

/** Everything that arrives under an event's name, and a way to wait until it satisfies. */
function collect(client: LiveClient, event: EventName) {
  const deltas: Delta[] = []
  const waiting = new Set<() => void>()
  client.on(event, delta => {
    deltas.push(delta)
    for (const look of waiting) look()
  })
  return {
    deltas,
    until: (satisfied: (deltas: readonly Delta[]) => boolean) =>
      new Promise<readonly Delta[]>(resolve => {
        const look = () => {
          if (!satisfied(deltas)) return
          waiting.delete(look)
          resolve(deltas)
        }
        waiting.add(look)
        look()
      }),
  }
}

async function watch(client: LiveClient, channel: string): Promise<Snapshot<{ id: string }>> {
  const reply = await client.emitWithAck('watch', { channel })
  if ('error' in reply) throw new Error(reply.error.code)
  return reply as Snapshot<{ id: string }>
}

const sync = async (client: LiveClient, request: { channel: string; epoch: string; since: number }) =>
  (await client.emitWithAck('sync', request)) as SyncAnswer<{ id: string }>

const connectAdmin = async (dashboard: TestDashboard) => dashboard.connect({ cookie: await dashboard.logIn('admin') })
const lastOf = (
  deltas: readonly Delta[],
  id: string,
): Change<{ id: string; state?: string; status?: string }> | undefined =>
  deltas.flatMap(d => d.changes as Change<{ id: string }>[]).findLast(change => change.item.id === id)

const speeding = (id: string, at = MONDAY) => transition(id, 'lift-1', 'ELV-OVERTRAVEL', at)

test('hello comes at once, with who I am and where the log stands', async () => {
  const dashboard = await startTestDashboard()
  const url = await dashboard.listen()
  const { io } = await import('socket.io-client')
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { cookie: await dashboard.logIn('admin') },
  })
  const hello = await new Promise(resolve => socket.once('hello', resolve))
  socket.close()
  expect(hello).toEqual({
    epoch: dashboard.database.epoch,
    seq: expect.any(Number),
    serverTime: '2026-11-23T03:00:00.000Z',
    user: { username: 'admin', role: 'admin', sites: [] },
  })
})

test('a delta joins on to the snapshot, and is what the API answers', async () => {
  const dashboard = await startTestDashboard()
  const client = await connectAdmin(dashboard)
  const snapshot = await watch(client, 'tickets')
  expect(snapshot.items).toEqual([])
  const tickets = collect(client, 'ticket:delta')
  await dashboard.maintenance.handle([speeding('f-1')])
  const [first] = await tickets.until(deltas => deltas.length > 0)
  expect(first).toMatchObject({ epoch: snapshot.epoch, from: snapshot.seq + 1 })
  const { items } = (await dashboard.admin('/api/tickets?open=true')).body
  expect(first?.changes).toEqual([{ op: 'upsert', item: items[0] }])
})

test('the ranges of a channel join on, however fast things change', async () => {
  const dashboard = await startTestDashboard()
  const { maintenance } = dashboard
  const client = await connectAdmin(dashboard)
  const snapshot = await watch(client, 'faults')
  const faults = collect(client, 'fault:delta')
  for (let n = 0; n < 40; n++) {
    const fired = speeding(`f-${n}`, MONDAY + n * 1000)
    await maintenance.handle([fired, ended(fired, fired.at + 500)])
    if (n % 10 === 9) await delay(120)
  }
  await faults.until(deltas => lastOf(deltas, 'f-39')?.item.state === 'resolved')
  let next = snapshot.seq + 1
  for (const { from, seq } of faults.deltas) {
    expect(from).toBe(next)
    expect(seq).toBeGreaterThanOrEqual(from)
    next = seq + 1
  }
  expect(faults.deltas.length).toBeLessThan(40)
  const told = new Set(faults.deltas.flatMap(d => (d.changes as Change<{ id: string }>[]).map(c => c.item.id)))
  expect(told.size).toBe(40)
})

test('who was away asks for what was missed and holds what the API answers', async () => {
  const dashboard = await startTestDashboard()
  const { maintenance } = dashboard
  await maintenance.handle([speeding('f-1')])
  const before = await connectAdmin(dashboard)
  const snapshot = await watch(before, 'faults')
  const held = new Map(snapshot.items.map(item => [item.id, item]))
  before.close()

  const second = transition('f-2', 'lift-2', 'ELV-OVERTRAVEL')
  await maintenance.handle([second, ended(speeding('f-1')), transition('f-3', 'lift-1', 'ELV-OFFLINE')])

  const after = await connectAdmin(dashboard)
  const missed = await sync(after, { channel: 'faults', epoch: snapshot.epoch, since: snapshot.seq })
  if (missed.mode !== 'delta') throw new Error('a snapshot came')
  expect(missed.from).toBe(snapshot.seq + 1)
  for (const { op, item } of missed.changes) op === 'remove' ? held.delete(item.id) : held.set(item.id, item)
  const { items } = (await dashboard.admin('/api/faults?state=all')).body
  const byId = (list: { id: string }[]) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  expect(byId([...held.values()])).toEqual(byId(items))

  const faults = collect(after, 'fault:delta')
  await maintenance.handle([ended(second, MONDAY + 90_000)])
  const [next] = await faults.until(deltas => deltas.length > 0)
  expect(next?.from).toBe(missed.seq + 1)
})

test('a client whose log is another one, or too short, gets a snapshot', async () => {
  const dashboard = await startTestDashboard()
  const { maintenance, database } = dashboard
  const client = await connectAdmin(dashboard)
  const { epoch, seq } = await watch(client, 'faults')
  await maintenance.handle([speeding('f-1')])
  const ids = (answer: SyncAnswer<{ id: string }>) => [answer.mode, 'items' in answer && answer.items.map(i => i.id)]
  expect(ids(await sync(client, { channel: 'faults', epoch: 'another', since: seq }))).toEqual(['snapshot', ['f-1']])
  expect(ids(await sync(client, { channel: 'faults', epoch, since: 1_000_000 }))).toEqual(['snapshot', ['f-1']])
  await trimChanges(database.db, 1)
  expect(ids(await sync(client, { channel: 'faults', epoch, since: seq }))).toEqual(['snapshot', ['f-1']])
})

test('what stands still needs no snapshot, even when the log has forgotten it', async () => {
  const dashboard = await startTestDashboard()
  await dashboard.maintenance.handle([speeding('f-1')])
  const client = await connectAdmin(dashboard)
  const { epoch, seq } = await watch(client, 'faults')
  await dashboard.database.write(trx => logChanges(trx, 'system', ['site:s1', 'site:s2'], 1))
  await watch(client, 'system')
  await trimChanges(dashboard.database.db, 1)
  expect(await sync(client, { channel: 'faults', epoch, since: seq })).toEqual({
    mode: 'delta',
    epoch,
    from: seq + 1,
    seq,
    changes: [],
  })
})

test('when the log is cut off before it was told, the clients see a gap and start again', async () => {
  const dashboard = await startTestDashboard()
  const { database } = dashboard
  const client = await connectAdmin(dashboard)
  const { epoch, seq } = await watch(client, 'system')
  const system = collect(client, 'system:delta')
  await database.write(async trx => {
    await logChanges(trx, 'system', ['site:s1', 'site:s2', 'gateway:gw1'], 1)
    await trimChanges(trx, 1)
  })
  const [gap] = await system.until(deltas => deltas.length > 0)
  expect(gap?.from).toBeGreaterThan(seq + 1)
  const answer = await sync(client, { channel: 'system', epoch, since: seq })
  expect(answer).toMatchObject({ mode: 'snapshot' })
  system.deltas.length = 0
  await database.write(trx => logChanges(trx, 'system', ['site:s1'], 1))
  const [next] = await system.until(deltas => deltas.length > 0)
  expect(next?.from).toBe(answer.seq + 1)
})

test('after a restart the log goes on for tickets, and equipment starts again', async () => {
  const database = await testDatabase()
  const first = await startTestDashboard({ database })
  const client = await connectAdmin(first)
  const tickets = await watch(client, 'tickets')
  const equipment = await watch(client, 'equipment')
  await first.app.close()
  await first.maintenance.handle([speeding('f-1')])

  const second = await startTestDashboard({ database })
  const again = await connectAdmin(second)
  const { epoch } = database
  expect(await sync(again, { channel: 'tickets', epoch, since: tickets.seq })).toMatchObject({
    mode: 'delta',
    changes: [{ op: 'upsert' }],
  })
  const answer = await sync(again, { channel: 'equipment', epoch, since: equipment.seq })
  expect(answer.mode).toBe('snapshot')
})

test.each([
  ['without a session', {}, 'UNAUTHENTICATED'],
  ['with a session that does not exist', { cookie: 'caretaker_session=nonsense' }, 'UNAUTHENTICATED'],
  ['with a token that does not exist', { token: 'nonsense' }, 'UNAUTHENTICATED'],
])('%s nobody is let in', async (_what, shown, message) => {
  const dashboard = await startTestDashboard()
  await expect(dashboard.connect(shown)).rejects.toThrow(message)
})

test('a page of another origin is not let in, with the best of cookies', async () => {
  const dashboard = await startTestDashboard()
  const cookie = await dashboard.logIn('admin')
  await expect(dashboard.connect({ cookie, origin: 'https://evil.example' })).rejects.toThrow()
  const { host } = new URL(await dashboard.listen())
  await expect(dashboard.connect({ cookie, origin: `http://${host}` })).resolves.toBeTruthy()
})

test('an API token lets a program in', async () => {
  const dashboard = await startTestDashboard()
  const { token } = (await dashboard.admin('POST /api/tokens', { name: 'script' })).body
  const client = await dashboard.connect({ token })
  expect((await watch(client, 'parts')).items.length).toBeGreaterThan(50)
})

test('logging out closes the live connection', async () => {
  const dashboard = await startTestDashboard()
  const cookie = await dashboard.logIn('admin')
  const client = await dashboard.connect({ cookie })
  const stays = await connectAdmin(dashboard)
  const closed = new Promise(resolve => client.once('disconnect', resolve))
  await dashboard.anonymous('DELETE /api/session', undefined, { cookie })
  expect(await closed).toBe('io server disconnect')
  expect(stays.connected).toBe(true)
})

test('a person whose rights change has to come again', async () => {
  const dashboard = await startTestDashboard()
  await dashboard.as('dispatcher')
  const client = await dashboard.connect({ cookie: await dashboard.logIn('dispatcher-1') })
  const closed = new Promise(resolve => client.once('disconnect', resolve))
  await dashboard.admin('PATCH /api/users/dispatcher-1', { sites: ['s1'] })
  expect(await closed).toBe('io server disconnect')
})

test('a reader of one site is told nothing of another, and the ranges still join on', async () => {
  const dashboard = await startTestDashboard()
  await dashboard.as('viewer', ['s1'])
  const client = await dashboard.connect({ cookie: await dashboard.logIn('viewer-1') })
  const { seq } = await watch(client, 'faults')
  const faults = collect(client, 'fault:delta')
  await dashboard.maintenance.handle([
    { ...transition('f-foreign', 'lift-9', 'ELV-OVERTRAVEL'), site: 's2', class: 'elevator' },
  ])
  await faults.until(deltas => deltas.length > 0)
  await dashboard.maintenance.handle([speeding('f-own')])
  await faults.until(deltas => lastOf(deltas, 'f-own') !== undefined)
  expect(JSON.stringify(faults.deltas)).not.toMatch(/f-foreign|lift-9|s2/)
  let next = seq + 1
  for (const delta of faults.deltas) {
    expect(delta.from).toBe(next)
    next = delta.seq + 1
  }
  const all = await watch(client, 'equipment')
  expect(all.items.map(item => item.id)).not.toContain('lift-9')
  expect(await client.emitWithAck('watch', { channel: 'equipment:lift-9' })).toMatchObject({
    error: { code: 'NOT_FOUND' },
  })
})

test('who watches one ticket hears of that one', async () => {
  const dashboard = await startTestDashboard()
  const { maintenance } = dashboard
  await maintenance.handle([speeding('f-1'), transition('f-2', 'lift-2', 'ELV-OVERTRAVEL')])
  const [one, other] = (await maintenance.tickets.list({ open: true })).items.map(t => t.id) as [string, string]
  const client = await connectAdmin(dashboard)
  const snapshot = await watch(client, `ticket:${one}`)
  expect(snapshot.items.map(item => item.id)).toEqual([one])
  const tickets = collect(client, 'ticket:delta')
  await maintenance.tickets.move(other, { to: 'acknowledged' }, ADMIN)
  await delay(250)
  await maintenance.tickets.move(one, { to: 'acknowledged' }, ADMIN)
  await tickets.until(deltas => lastOf(deltas, one)?.item.status === 'acknowledged')
  expect(JSON.stringify(tickets.deltas)).not.toContain(`"id":"${other}"`)
  expect(tickets.deltas[0]?.from).toBe(snapshot.seq + 1)
})

test('after unwatch nothing more comes', async () => {
  const dashboard = await startTestDashboard()
  const client = await connectAdmin(dashboard)
  await watch(client, 'faults')
  await watch(client, 'tickets')
  expect(await client.emitWithAck('unwatch', { channel: 'faults' })).toEqual({ channel: 'faults' })
  const faults = collect(client, 'fault:delta')
  const tickets = collect(client, 'ticket:delta')
  await dashboard.maintenance.handle([speeding('f-1')])
  await tickets.until(deltas => deltas.length > 0)
  expect(faults.deltas).toEqual([])
})

test.each([
  ['nothing', undefined],
  ['text', 'faults'],
  ['a channel that does not exist', { channel: 'secrets' }],
  ['an item of a channel that has none', { channel: 'part:X-1' }],
  ['a number', { channel: 7 }],
])('%s is no channel', async (_what, request) => {
  const dashboard = await startTestDashboard()
  const client = await connectAdmin(dashboard)
  expect(await client.emitWithAck('watch', request as never)).toMatchObject({ error: { code: 'BAD_REQUEST' } })
  expect(await client.emitWithAck('sync', { ...(request as object), epoch: 'e' } as never)).toMatchObject({
    error: { code: 'BAD_REQUEST' },
  })
})

test('a request without an acknowledgement, and one that is too big, harm nobody', async () => {
  const dashboard = await startTestDashboard()
  const rude: { emit(...event: unknown[]): unknown; once: LiveClient['once'] } = await connectAdmin(dashboard)
  const polite = await connectAdmin(dashboard)
  rude.emit('watch', { channel: 'faults' })
  const closed = new Promise(resolve => rude.once('disconnect', resolve))
  rude.emit('watch', { channel: 'x'.repeat(100_000) })
  await closed
  expect((await watch(polite, 'faults')).items).toEqual([])
})

test('readings of watched equipment arrive by metric; those of others do not', async () => {
  const dashboard = await startTestDashboard()
  const client = await connectAdmin(dashboard)
  await watch(client, 'equipment:lift-1')
  const arrived: unknown[] = []
  client.on('metric:points', points => arrived.push(points))
  const speed = new Promise(resolve => client.on('metric:points', p => p.metric === 'carSpeed' && resolve(p)))
  const { around } = dashboard
  around.read({ equipment: 'lift-2', ts: MONDAY, metrics: { carSpeed: 9 } })
  around.read({ ts: MONDAY, backfill: true, metrics: { carSpeed: 8 } })
  around.read({ ts: MONDAY, metrics: { doorZone: true, carSpeed: 1 } })
  around.read({ ts: MONDAY + 1000, metrics: { carSpeed: 2 } })
  expect(await speed).toEqual({
    equipment: 'lift-1',
    metric: 'carSpeed',
    points: [
      [MONDAY, 1],
      [MONDAY + 1000, 2],
    ],
  })
  expect(arrived).toContainEqual({ equipment: 'lift-1', metric: 'doorZone', points: [[MONDAY, true]] })
  expect(arrived).toHaveLength(2)
})

test('a client that does not read is let go; who reads is told on', async () => {
  const dashboard = await startTestDashboard()
  const { around, live } = dashboard
  const [deaf, good] = [await connectAdmin(dashboard), await connectAdmin(dashboard)]
  for (const client of [deaf, good]) await watch(client, 'equipment:lift-1')
  const wire = deaf.io.engine.transport as unknown as { ws: { _socket: Socket } }
  wire.ws._socket.pause()
  const names = Array.from({ length: 250 }, (_, n) => `m${n}`)
  const flood = () => {
    for (let n = 0; n < 500; n++)
      around.read({ ts: MONDAY + n, metrics: Object.fromEntries(names.map(name => [name, n + 0.123])) })
  }
  let arrived = 0
  good.on('metric:points', () => arrived++)
  flood()
  for (let n = 0; live.clients() > 1; n++) {
    await delay(300)
    if (n % 10 === 9) flood()
  }
  expect(live.clients()).toBe(1)
  expect(good.connected).toBe(true)
  expect(arrived).toBeGreaterThanOrEqual(250)
})

test('the service ends within seconds while a client is there that never answers', async () => {
  const dashboard = await startTestDashboard()
  const client = await connectAdmin(dashboard)
  const wire = client.io.engine.transport as unknown as { ws: { _socket: Socket } }
  wire.ws._socket.pause()
  const { port } = new URL(await dashboard.listen())
  const half = connect(Number(port), '127.0.0.1')
  half.write('POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{')
  half.on('error', () => undefined)
  await once(half, 'connect')
  const begin = performance.now()
  await dashboard.app.close()
  expect(performance.now() - begin).toBeLessThan(5000)
})

test('a state that only time has changed is told', async () => {
  const dashboard = await startTestDashboard()
  const client = await connectAdmin(dashboard)
  await watch(client, 'equipment')
  const equipment = collect(client, 'equipment:delta')
  dashboard.around.lastSeen.set('lift-1', MONDAY)
  await equipment.until(deltas => lastOf(deltas, 'lift-1')?.item.state === 'normal')
})

test('what another process registers is known and told', async () => {
  const dashboard = await startTestDashboard()
  const client = await connectAdmin(dashboard)
  await watch(client, 'system')
  const system = collect(client, 'system:delta')
  const elsewhere = await openRegistry(dashboard.database, () => MONDAY)
  await elsewhere.addGateway({ id: 'gw-new', site: 's1' })
  await system.until(deltas => lastOf(deltas, 'gateway:gw-new')?.op === 'upsert')
  expect(dashboard.maintenance.registry.gateway('gw-new')).toMatchObject({ site: 's1' })
})

test('a hundred clients that come back at once are all told the same', async () => {
  const dashboard = await startTestDashboard()
  await dashboard.maintenance.handle([speeding('f-1')])
  const cookie = await dashboard.logIn('admin')
  const clients = await Promise.all(Array.from({ length: 100 }, () => dashboard.connect({ cookie })))
  const snapshots = await Promise.all(clients.map(client => watch(client, 'tickets')))
  expect(new Set(snapshots.map(s => JSON.stringify(s))).size).toBe(1)
  const told = clients.map(client => collect(client, 'ticket:delta'))
  const [ticket] = snapshots[0]?.items ?? []
  await dashboard.maintenance.tickets.move(ticket?.id ?? '', { to: 'acknowledged' }, ADMIN)
  const deltas = await Promise.all(told.map(t => t.until(d => d.length > 0)))
  expect(new Set(deltas.map(d => JSON.stringify(d[0]))).size).toBe(1)
})
