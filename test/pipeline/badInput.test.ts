import { connectAsync } from 'mqtt'
import { expect, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import { wallClock } from '#domain/time.ts'
import { startService } from '#main'
import { eventually, startTestService, type TestService } from '../helpers/service.ts'
import { tempDir } from '../helpers/tempDir.ts'

const DAY = 86_400_000
const TOPIC = 'facility/v1/s1/gw-1/lift-1/telemetry'
const good = { motorTemperature: 40 }

const start = async () => {
  const service = await startTestService()
  const password = await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  return { service, password, mqtt: await service.mqtt('gw-1', password) }
}

const rejectedReasons = async (service: TestService): Promise<string[]> =>
  (await service.api('/rejected')).body.items.map((item: { reason: string }) => item.reason)

const cases: [what: string, topic: string, payload: string, reason: string][] = [
  ['bad JSON', TOPIC, '{"metrics":', 'JSON_INVALID'],
  ['NaN', TOPIC, '{"metrics":{"motorTemperature":NaN}}', 'JSON_INVALID'],
  ['bytes that are not UTF-8', TOPIC, '\u0000\u0001', 'JSON_INVALID'],
  ['unknown equipment', 'facility/v1/s1/gw-1/nobody/telemetry', JSON.stringify({ metrics: good }), 'EQUIPMENT_UNKNOWN'],
  ['unknown metric', TOPIC, JSON.stringify({ metrics: { warpSpeed: 9 } }), 'METRIC_UNKNOWN'],
  ['a string where a number belongs', TOPIC, JSON.stringify({ metrics: { motorTemperature: '40' } }), 'METRIC_TYPE'],
  ['a boolean where a number belongs', TOPIC, JSON.stringify({ metrics: { motorTemperature: true } }), 'METRIC_TYPE'],
  ['1e308', TOPIC, '{"metrics":{"motorTemperature":1e308}}', 'METRIC_OUT_OF_RANGE'],
  ['1e999', TOPIC, '{"metrics":{"motorTemperature":1e999}}', 'METRIC_NOT_FINITE'],
  ['tomorrow', TOPIC, JSON.stringify({ ts: Date.now() + DAY, metrics: good }), 'TIMESTAMP_FUTURE'],
  ['more than 64 KiB', TOPIC, 'x'.repeat(70_000), 'PAYLOAD_TOO_LARGE'],
  ['no metrics', TOPIC, '{"metrics":{}}', 'SCHEMA_INVALID'],
  ['an unknown fault code', 'facility/v1/s1/gw-1/lift-1/event', '{"code":"X-1","active":true}', 'FAULT_UNKNOWN'],
]

test('every unusable message is acknowledged, kept with its reason, and blocks nothing', async () => {
  const { service, mqtt } = await start()
  for (const [, topic, payload] of cases) await mqtt.publishAsync(topic, payload, { qos: 1 })
  await mqtt.publishAsync(TOPIC, JSON.stringify({ metrics: good }), { qos: 1 })
  await eventually(
    () => service.api('/equipment/lift-1/telemetry?metric=motorTemperature'),
    answer => answer.body.points?.length === 1,
  )
  expect((await rejectedReasons(service)).reverse()).toEqual(cases.map(([, , , reason]) => reason))
  const { body } = await service.api('/rejected?limit=1')
  expect(body.items[0]).toMatchObject({ topic: cases.at(-1)?.[1], gateway: 'gw-1', payload: cases.at(-1)?.[2] })
})

test('one bad metric does not take the good ones of its message with it', async () => {
  const { service, mqtt } = await start()
  await mqtt.publishAsync(TOPIC, JSON.stringify({ metrics: { ...good, warpSpeed: 9 } }), { qos: 1 })
  await eventually(
    () => service.api('/equipment/lift-1/telemetry?metric=motorTemperature'),
    answer => answer.body.points?.length === 1,
  )
  expect(await rejectedReasons(service)).toEqual(['METRIC_UNKNOWN'])
})

test.each([
  ['an unknown gateway', 'nobody', 'x', {}],
  ['a wrong password', 'gw-1', 'wrong', {}],
  ['a client id that is not the user name', 'gw-1', undefined, { clientId: 'other' }],
])('the broker refuses %s', async (_what, gateway, password, options) => {
  const { service, password: right } = await start()
  await expect(service.mqtt(gateway, password ?? right, options)).rejects.toThrow(
    /Not authorized|Identifier rejected|Bad username/i,
  )
})

test('a topic of another gateway is refused and stored nowhere', async () => {
  const { service, password } = await start()
  await service.register('gw-2', [{ id: 'lift-2', class: 'elevator' }])
  const client = await connectAsync(`mqtt://127.0.0.1:${service.service.mqtt}`, {
    clientId: 'gw-1',
    username: 'gw-1',
    password,
    reconnectPeriod: 0,
  })
  const closed = new Promise<void>(resolve => client.once('close', () => resolve()))
  client.publish('facility/v1/s1/gw-2/lift-2/telemetry', JSON.stringify({ metrics: good }), { qos: 1 }, () => undefined)
  await closed
  const { body } = await service.api('/equipment/lift-2/telemetry?metric=motorTemperature')
  expect(body.points).toEqual([])
})

test('two services on one DATA_DIR: the second refuses with a code and the first goes on', async () => {
  const dataDir = await tempDir()
  const first = await startTestService({ dataDir })
  const second = startService(
    { dataDir, host: '127.0.0.1', httpPort: 0, mqttPort: 0, logLevel: 'silent', logPretty: false },
    { log: silentLog, clock: wallClock() },
  )
  await expect(second).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE' })
  expect((await first.api('/sites')).status).toBe(200)
})

test.each(['httpPort', 'mqttPort'] as const)('a busy %s is named and leaves nothing behind', async port => {
  const first = await startTestService()
  const busy = port === 'httpPort' ? first.service.http : (first.service.mqtt as number)
  const dataDir = await tempDir()
  await expect(startTestService({ dataDir, [port]: busy })).rejects.toMatchObject({ code: 'PORT_IN_USE' })
  const again = await startTestService({ dataDir })
  expect((await again.api('/sites')).status).toBe(200)
})

test.each([
  ['a malformed body', '{"id":', 'application/json', 400, 'BAD_JSON'],
  ['a body that is not JSON', 'id=1', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['a property that does not exist', '{"id":"x","name":"X","role":"admin"}', 'application/json', 400, 'BAD_REQUEST'],
  ['an id with a slash', '{"id":"a/b","name":"X"}', 'application/json', 400, 'BAD_REQUEST'],
])('the API answers %s with a code', async (_what, body, type, status, code) => {
  const service = await startTestService()
  const cookie = (
    await fetch(`${service.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: 'correct-horse-battery' }),
    })
  ).headers.getSetCookie()[0] as string
  const answer = await fetch(`${service.url}/api/sites`, {
    method: 'POST',
    headers: { cookie, 'content-type': type },
    body,
  })
  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ error: { code, message: expect.any(String) } })
})

test('a wrong password is refused without saying which part was wrong', async () => {
  const service = await startTestService()
  const attempt = async (username: string) => {
    const answer = await fetch(`${service.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: 'wrong-password' }),
    })
    return { status: answer.status, body: await answer.json() }
  }
  const [known, unknown] = [await attempt('admin'), await attempt('nobody')]
  expect(known).toMatchObject({ status: 401, body: { error: { code: 'WRONG_PASSWORD' } } })
  expect(unknown).toEqual(known)
})
