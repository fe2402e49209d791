import { connectAsync } from 'mqtt'
import { expect, onTestFinished, test } from 'vitest'
import { eventually, startTestService, type TestService } from '../../helpers/service.ts'

const PREFIX = 'facility/v1/s1/gw-1'
const OVERSPEED = { carDirection: 1, carSpeed: 2.5 }

async function withGateway() {
  const service = await startTestService()
  const password = await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const mqtt = await service.mqtt('gw-1', password)
  const publish = (rest: string, body: unknown, retain = false) =>
    mqtt.publishAsync(`${PREFIX}/${rest}`, typeof body === 'string' ? body : JSON.stringify(body), { qos: 1, retain })
  return { service, password, publish }
}

const pointsOf = async ({ api }: TestService, metric: string, more = '') =>
  (await api(`/equipment/lift-1/telemetry?metric=${metric}${more}`)).body.points as { ts: string; value: unknown }[]

const rejectedAs = async ({ api }: TestService, reason: string) =>
  eventually(
    async () => (await api('/rejected')).body.items as { reason: string; topic: string; payload: string }[],
    items => items.some(item => item.reason === reason),
  )

test('state and birth say that a gateway is there and what hangs on it; the Will takes it away', async () => {
  const { service, publish } = await withGateway()
  const ts = Date.now()
  const equipment = [{ id: 'lift-2', class: 'elevator', name: 'Lift two', model: 'X-9', params: { ratedSpeed: 2 } }]
  await publish('state', { online: true, session: 'a', ts }, true)
  await publish('birth', { session: 'a', ts, equipment }, true)
  const { body } = await eventually(
    () => service.api('/equipment/lift-2'),
    ({ status }) => status === 200,
  )
  expect(body).toMatchObject({ class: 'elevator', name: 'Lift two', confirmed: false })
  await publish('state', { online: false, session: 'a', ts: ts + 1 }, true)
  const { body: gateways } = await eventually(
    () => service.api('/gateways'),
    answer => answer.body.items[0].online === false,
  )
  expect(gateways.items[0]).toMatchObject({ id: 'gw-1', site: 's1', online: false })
})

test('telemetry is an object or an array, with a time or without, of numbers, booleans and null', async () => {
  const { service, publish } = await withGateway()
  const ts = Date.now() - 5_000
  const metrics = { doorMotorCurrent: 1.94, doorZone: true, carSpeed: null }
  await publish('lift-1/telemetry', [{ ts, session: '01JD', seq: 4_294_967_295, metrics }])
  await publish('lift-1/telemetry', { metrics: { doorMotorCurrent: 2 } })
  const points = await eventually(
    () => pointsOf(service, 'doorMotorCurrent'),
    ({ length }) => length === 2,
  )
  expect(points[0]).toEqual({ ts: new Date(ts).toISOString(), value: 1.94 })
  expect(Math.abs(Date.parse(points[1]?.ts ?? '') - Date.now())).toBeLessThan(60_000)
  expect(await pointsOf(service, 'doorZone')).toEqual([{ ts: new Date(ts).toISOString(), value: true }])
  expect(await pointsOf(service, 'carSpeed')).toEqual([])
  const bucket = { mean: 1.94, min: 1.94, max: 1.94, count: 1 }
  expect((await pointsOf(service, 'doorMotorCurrent', '&every=1s'))[0]).toMatchObject(bucket)
})

test('the limit of a message is 500 objects and 64 KiB', async () => {
  const { service, publish } = await withGateway()
  const from = Date.now() - 600_000
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ ts: from + i * 1000, metrics: { carSpeed: i % 2 } }))
  await publish('lift-1/telemetry', many(500))
  await eventually(
    () => pointsOf(service, 'carSpeed'),
    ({ length }) => length === 500,
  )
  await publish('lift-1/telemetry', many(501))
  await rejectedAs(service, 'SCHEMA_INVALID')
  await publish('lift-1/telemetry', `{"metrics":{"carSpeed":1},"pad":"${'x'.repeat(65_536)}"}`)
  await rejectedAs(service, 'PAYLOAD_TOO_LARGE')
})

test('what cannot be used is acknowledged, kept with its reason, and does not block what comes after', async () => {
  const { service, publish } = await withGateway()
  await publish('lift-1/telemetry', '{"metrics":')
  await publish('lift-9/telemetry', { metrics: { carSpeed: 1 } })
  await publish('lift-1/telemetry', { metrics: { nothing: 1 } })
  await publish('lift-1/telemetry', { metrics: { carSpeed: 21 } })
  await publish('lift-1/telemetry', { ts: Date.now() + 6 * 60_000, metrics: { carSpeed: 1 } })
  await publish('lift-1/telemetry', { ts: Date.now() + 4 * 60_000, metrics: { carSpeed: 0.5 } })
  const reasons = ['JSON_INVALID', 'EQUIPMENT_UNKNOWN', 'METRIC_UNKNOWN', 'METRIC_OUT_OF_RANGE', 'TIMESTAMP_FUTURE']
  const rejected = await rejectedAs(service, 'TIMESTAMP_FUTURE')
  expect(new Set(rejected.map(({ reason }) => reason))).toEqual(new Set(reasons))
  const points = await eventually(
    () => pointsOf(service, 'carSpeed'),
    ({ length }) => length > 0,
  )
  expect(points.map(({ value }) => value)).toEqual([0.5])
})

test('backfill is stored and opens no ticket; what a controller reports itself is a fault', async () => {
  const { service, publish } = await withGateway()
  await publish('lift-1/backfill', { ts: Date.now() - 60_000, metrics: OVERSPEED })
  await eventually(
    () => pointsOf(service, 'carSpeed'),
    ({ length }) => length === 1,
  )
  await publish('lift-1/event', { ts: Date.now(), code: 'ELV-UCM', active: true, detail: { code: 17 } })
  const { body } = await eventually(
    () => service.api('/tickets'),
    answer => answer.body.items.length > 0,
  )
  expect(body.items.map(({ faultCode }: { faultCode: string }) => faultCode)).toEqual(['ELV-UCM'])
})

test('MQTT is spoken over WebSocket at /mqtt on the HTTP port, by a gateway with its own id and password', async () => {
  const { service, password } = await withGateway()
  const login = { clientId: 'gw-1', username: 'gw-1', password, reconnectPeriod: 0 }
  const connect = (change: object) => connectAsync(`${service.url.replace('http', 'ws')}/mqtt`, { ...login, ...change })
  const socket = await connect({})
  onTestFinished(async () => void (await socket.endAsync(true)))
  await socket.publishAsync(`${PREFIX}/lift-1/telemetry`, '{"metrics":{"carSpeed":0.25}}', { qos: 1 })
  await eventually(
    () => pointsOf(service, 'carSpeed'),
    ({ length }) => length === 1,
  )
  await expect(connect({ password: `${password}x` })).rejects.toThrow()
  await expect(connect({ clientId: 'gw-2' })).rejects.toThrow()
})

test('a gateway publishes under its own prefix alone', async () => {
  const { service } = await withGateway()
  const { body: other } = await service.api('POST /gateways', { id: 'gw-2', site: 's1' })
  const mqtt = await service.mqtt('gw-2', other.password)
  const closed = new Promise(resolve => mqtt.once('close', () => resolve('closed')))
  mqtt.publish(`${PREFIX}/lift-1/telemetry`, '{"metrics":{"carSpeed":1}}', { qos: 1 })
  expect(await closed).toBe('closed')
  expect(await pointsOf(service, 'carSpeed')).toEqual([])
})
