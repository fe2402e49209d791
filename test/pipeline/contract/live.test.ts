import { io } from 'socket.io-client'
import { expect, onTestFinished, test } from 'vitest'
import type { Delta, SyncAnswer } from '#domain/changes.ts'
import { eventually, startTestService, type TestService } from '../../helpers/service.ts'

const ITEM_CHANNELS = ['faults', 'tickets', 'equipment', 'parts', 'system'] as const
const EVENT_OF = {
  faults: 'fault',
  tickets: 'ticket',
  equipment: 'equipment',
  parts: 'part',
  system: 'system',
} as const

async function withLift() {
  const service = await startTestService()
  const mqtt = await service.mqtt('gw-1', await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }]))
  const publish = (metrics: object, ts = Date.now()) =>
    mqtt.publishAsync('facility/v1/s1/gw-1/lift-1/telemetry', JSON.stringify({ ts, metrics }), { qos: 1 })
  return { service, publish }
}

/** Does something to each noun. */
async function stirAll({ api }: TestService, publish: (metrics: object) => Promise<unknown>) {
  await publish({ carDirection: 1, carSpeed: 2.5 })
  await api('PATCH /equipment/lift-1', { name: 'Lift A' })
  await api('PATCH /parts/ELV-BRK-PAD-01', { onHand: 3 })
  await api('POST /technicians', { id: 'zhang', name: '张', skills: ['SK-ELV-T'] })
}

test('hello and the session: a cookie or a token in `auth.token` opens the connection, nothing else does', async () => {
  const { service } = await withLift()
  const { body } = await service.api('POST /tokens', { name: 'contract' })
  const open = async (auth: object) => {
    const socket = io(service.url, { auth, transports: ['websocket'], reconnection: false })
    onTestFinished(() => void socket.close())
    return new Promise(resolve => socket.once('hello', resolve).once('connect_error', resolve))
  }
  const hello = await open({ token: body.token })
  expect(hello).toEqual({
    epoch: expect.any(String),
    seq: expect.any(Number),
    serverTime: expect.stringMatching(/^\d{4}-.*Z$/),
    user: expect.objectContaining({ username: 'admin', role: 'admin' }),
  })
  expect(await open({ token: 'x' })).toBeInstanceOf(Error)
  expect(await open({})).toBeInstanceOf(Error)
})

test('each channel is acknowledged with how it stands, and what changes comes as its delta', async () => {
  const { service, publish } = await withLift()
  const socket = await service.socket()
  const deltas = new Map<string, Delta[]>(ITEM_CHANNELS.map(channel => [channel, []]))
  for (const channel of ITEM_CHANNELS) {
    const answer = await socket.emitWithAck('watch', { channel })
    expect(answer).toEqual({ epoch: expect.any(String), seq: expect.any(Number), items: expect.any(Array) })
    socket.on(`${EVENT_OF[channel]}:delta`, delta => deltas.get(channel)?.push(delta))
  }
  await stirAll(service, publish)
  await eventually(
    () => [...deltas.values()],
    heard => heard.every(({ length }) => length > 0),
  )
  for (const [channel, [first]] of deltas) {
    expect([channel, Object.keys(first ?? {}).sort()]).toEqual([channel, ['changes', 'epoch', 'from', 'seq']])
    expect(first?.from).toBeLessThanOrEqual(first?.seq ?? 0)
    expect(first?.changes[0]).toEqual({ op: 'upsert', item: expect.any(Object) })
  }
})

test('who watches one piece of equipment gets its points and its faults, one ticket its changes', async () => {
  const { service, publish } = await withLift()
  const socket = await service.socket()
  const snapshot = await socket.emitWithAck('watch', { channel: 'equipment:lift-1' })
  expect(snapshot).toMatchObject({ items: [expect.objectContaining({ id: 'lift-1' })] })
  const points = new Promise(resolve => socket.once('metric:points', resolve))
  const ts = Date.now()
  await publish({ carSpeed: 2.5, carDirection: 1 }, ts)
  expect(await points).toEqual({ equipment: 'lift-1', metric: expect.any(String), points: [[ts, expect.any(Number)]] })

  const [{ id }] = await eventually(
    async () => (await service.api('/tickets')).body.items,
    items => items.length > 0,
  )
  expect(await socket.emitWithAck('watch', { channel: `ticket:${id}` })).toMatchObject({ items: [{ id }] })
  const moved = new Promise<Delta>(resolve =>
    socket.on('ticket:delta', delta => {
      if (JSON.stringify(delta).includes('"acknowledged"')) resolve(delta)
    }),
  )
  await service.api(`POST /tickets/${id}/transitions`, { to: 'acknowledged' })
  expect((await moved).changes).toEqual([expect.objectContaining({ op: 'upsert' })])
  expect(await socket.emitWithAck('unwatch', { channel: `ticket:${id}` })).toEqual({ channel: `ticket:${id}` })
  expect(await socket.emitWithAck('watch', { channel: 'nothing' })).toMatchObject({ error: { code: 'BAD_REQUEST' } })
})

test('sync tells what was missed, or all when it cannot', async () => {
  const { service, publish } = await withLift()
  const socket = await service.socket()
  const snapshot = await socket.emitWithAck('watch', { channel: 'tickets' })
  if ('error' in snapshot) throw new Error(snapshot.error.code)
  const { epoch, seq } = snapshot
  await publish({ carDirection: 1, carSpeed: 2.5 })
  await eventually(
    async () => (await service.api('/tickets')).body.items,
    items => items.length > 0,
  )
  const sync = (given: string) =>
    socket.emitWithAck('sync', { channel: 'tickets', epoch: given, since: seq }) as Promise<SyncAnswer>
  const missed = await sync(epoch)
  expect(missed).toEqual({ mode: 'delta', epoch, from: seq + 1, seq: expect.any(Number), changes: expect.any(Array) })
  const whole = await sync('another')
  expect(whole).toEqual({ mode: 'snapshot', epoch, seq: expect.any(Number), items: [expect.any(Object)] })
})
