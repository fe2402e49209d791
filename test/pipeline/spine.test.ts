import { expect, test } from 'vitest'
import type { Delta } from '#domain/changes.ts'
import { telemetryClock } from '#domain/time.ts'
import { eventually, startTestService, type TestService } from '../helpers/service.ts'
import { tempDir } from '../helpers/tempDir.ts'

const OVERSPEED = { carDirection: 1, carSpeed: 2.5 }
const TOPIC = 'facility/v1/s1/gw-1/lift-1/telemetry'

async function withLift(service: TestService): Promise<string> {
  const password = await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  await service.api('POST /technicians', { id: 'zhang', name: '张师傅', skills: ['SK-ELV-T'] })
  await service.api('PATCH /parts/ELV-BRK-PAD-01', { onHand: 3 })
  return password
}

const openTickets = async (service: TestService) => (await service.api('/tickets?open=true')).body.items

test('a reading beyond its limit becomes a fault, a ticket with its parts, and a change on the screen', async () => {
  const service = await startTestService()
  const password = await withLift(service)
  const socket = await service.socket()
  const snapshot = await socket.emitWithAck('watch', { channel: 'tickets' })
  await socket.emitWithAck('watch', { channel: 'faults' })
  const faultDelta = new Promise<Delta>(resolve => socket.once('fault:delta', resolve))
  const ticketDelta = new Promise<Delta>(resolve => socket.once('ticket:delta', resolve))

  const mqtt = await service.mqtt('gw-1', password)
  await mqtt.publishAsync(TOPIC, JSON.stringify({ ts: Date.now(), metrics: OVERSPEED }), { qos: 1 })

  expect((await faultDelta).changes[0]).toMatchObject({
    op: 'upsert',
    item: { code: 'ELV-OVERTRAVEL', equipment: 'lift-1', state: 'firing', severity: 'major', lifeSafety: true },
  })
  const { changes, from } = await ticketDelta
  expect(from).toBe(('seq' in snapshot ? snapshot.seq : -1) + 1)
  expect(changes[0]).toMatchObject({ item: { faultCode: 'ELV-OVERTRAVEL', priority: 'P0', status: 'new' } })

  const [ticket] = await openTickets(service)
  expect(ticket.parts).toEqual(
    expect.arrayContaining([
      { partNo: 'ELV-BRK-PAD-01', quantity: 1, status: 'reserved', store: 'main' },
      { partNo: 'ELV-LIM-SW-01', quantity: 2, status: 'short' },
    ]),
  )
  expect(ticket.technician).toBe('zhang')
  expect(ticket.clocks.map((c: { kind: string }) => c.kind)).toContain('arrive')
  const { body: part } = await service.api('/parts/ELV-BRK-PAD-01')
  expect(part).toMatchObject({ onHand: 3, reserved: 1, available: 2 })
  const { body: orders } = await service.api('/purchase-orders')
  expect(orders.items).toEqual([expect.objectContaining({ partNo: 'ELV-LIM-SW-01', ticket: ticket.id })])
})

test('the same message again, and a restart, open no second ticket', async () => {
  const dataDir = await tempDir()
  const first = await startTestService({ dataDir })
  const password = await withLift(first)
  const message = JSON.stringify({ ts: Date.now(), session: 'a', seq: 1, metrics: OVERSPEED })
  const mqtt = await first.mqtt('gw-1', password)
  await mqtt.publishAsync(TOPIC, message, { qos: 1 })
  await eventually(
    () => openTickets(first),
    tickets => tickets.length === 1,
  )
  await mqtt.publishAsync(TOPIC, message, { qos: 1 })
  await first.stop()

  const second = await startTestService({ dataDir })
  const again = await second.mqtt('gw-1', password)
  await again.publishAsync(TOPIC, message, { qos: 1 })
  await again.publishAsync(TOPIC, JSON.stringify({ ts: Date.now(), metrics: { machineRoomTemperature: 20 } }), {
    qos: 1,
  })
  const url = '/equipment/lift-1/telemetry?metric=machineRoomTemperature'
  await eventually(
    () => second.api(url),
    answer => answer.body.points?.length === 1,
  )
  const tickets = await openTickets(second)
  expect(tickets).toHaveLength(1)
  expect(tickets[0].occurrences).toBe(1)
  expect((await second.api('/parts/ELV-BRK-PAD-01')).body.reserved).toBe(1)
})

test('a ticket from a fault closes only after the telemetry has been normal again', async () => {
  const clock = telemetryClock()
  const service = await startTestService({}, clock)
  const password = await service.register('gw-1', [{ id: 'feeder-1', class: 'feeder-circuit' }])
  await service.api('POST /technicians', { id: 'li', name: '李师傅', skills: ['SK-ELE-LV'] })
  const mqtt = await service.mqtt('gw-1', password)
  const start = Date.now() - 600_000
  const send = (second: number, volts: number) =>
    mqtt.publishAsync(
      'facility/v1/s1/gw-1/feeder-1/telemetry',
      JSON.stringify({
        ts: start + second * 1000,
        metrics: { voltageL1N: volts, voltageL2N: 221, voltageL3N: 222, breakerState: 1 },
      }),
      { qos: 1 },
    )
  for (const second of [0, 3, 6]) await send(second, 100)
  const tickets = await eventually(
    () => openTickets(service),
    items => items.length > 0,
  )
  const ticket = tickets.find((t: { faultCode: string }) => t.faultCode === 'FDC-PHASE-LOSS')
  const move = (to: string, more: object = {}) => service.api(`POST /tickets/${ticket.id}/transitions`, { to, ...more })

  const { body: label } = await service.api('/equipment/feeder-1/label')
  for (const to of ['acknowledged', 'dispatched', 'accepted']) expect((await move(to)).status).toBe(200)
  expect((await move('onSite', { proof: label.address })).status).toBe(200)
  expect((await move('repaired', { repair: { cause: 'external-power', action: 'repair' } })).status).toBe(200)
  const early = await move('verified')
  expect(early.status).toBe(409)
  expect(early.body.error.code).toBe('FAULT_STILL_ACTIVE')

  for (let second = 10; second <= 80; second += 10) await send(second, 220)
  await eventually(
    () => service.api(`/tickets/${ticket.id}`),
    a => a.body.status === 'verified',
  )
  expect((await move('handedOver', { signature: { name: '李', party: 'propertyOffice' } })).status).toBe(200)
  expect((await move('followedUp', { followUp: { result: 'satisfied' } })).status).toBe(200)
  expect((await move('closed')).status).toBe(200)
  const { body } = await service.api(`/tickets/${ticket.id}`)
  expect(
    body.timeline.filter((e: { to?: string }) => e.to).map((e: { to: string; by: string }) => [e.to, e.by]),
  ).toEqual(
    expect.arrayContaining([
      ['acknowledged', 'admin'],
      ['verified', 'system'],
      ['closed', 'admin'],
    ]),
  )
})

test('after a lost connection the client is exact again', async () => {
  const service = await startTestService()
  const password = await withLift(service)
  const before = await service.socket()
  const snapshot = await before.emitWithAck('watch', { channel: 'tickets' })
  if (!('seq' in snapshot)) throw new Error('refused')
  before.close()
  const mqtt = await service.mqtt('gw-1', password)
  await mqtt.publishAsync(TOPIC, JSON.stringify({ metrics: OVERSPEED }), { qos: 1 })
  const tickets = await eventually(
    () => openTickets(service),
    items => items.length === 1,
  )

  const after = await service.socket()
  const answer = await after.emitWithAck('sync', { channel: 'tickets', epoch: snapshot.epoch, since: snapshot.seq })
  expect(answer).toMatchObject({ mode: 'delta', from: snapshot.seq + 1 })
  expect('changes' in answer && answer.changes.map(c => c.item)).toEqual(tickets)
  const other = await after.emitWithAck('sync', { channel: 'tickets', epoch: 'another', since: snapshot.seq })
  expect(other).toMatchObject({ mode: 'snapshot', items: tickets })
})
