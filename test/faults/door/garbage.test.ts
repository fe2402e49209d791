import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import type { Packet } from 'mqtt-packet'
import { generate } from 'mqtt-packet'
import { expect, onTestFinished, test } from 'vitest'
import { openTestDoor, passwordOf, type TestDoor } from '../../helpers/door.ts'
import { connectPacket } from '../../helpers/rawMqtt.ts'
import { startTestService } from '../../helpers/service.ts'
import { startHeartbeat } from './heartbeat.ts'

const FUZZ_MS = 8_000
const AT_ONCE = 20
const GATEWAYS = Array.from({ length: 8 }, (_, i) => `fuzz-${i}`)

const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T
const some = (most: number): number => Math.floor(Math.random() * (most + 1))

/** Anything that a client may send, with topics that mean something and topics that do not. */
function anyPacket(gateway: string): Packet {
  const topic = pick([
    `facility/v1/s1/${gateway}/lift-1/telemetry`,
    `facility/v1/s1/${gateway}/state`,
    'a/b',
    '/',
    '$SYS/x',
  ])
  const messageId = 1 + some(20)
  const qos = pick([0, 1, 2] as const)
  return pick<Packet>([
    {
      cmd: 'publish',
      topic,
      payload: randomBytes(some(300)),
      qos,
      messageId,
      dup: some(1) === 1,
      retain: some(1) === 1,
    },
    { cmd: 'subscribe', messageId, subscriptions: [{ topic: pick(['#', topic, `facility/v1/s1/${gateway}/#`]), qos }] },
    { cmd: 'unsubscribe', messageId, unsubscriptions: [topic] },
    { cmd: 'pubrel', messageId },
    { cmd: 'pubrec', messageId },
    { cmd: 'puback', messageId },
    { cmd: 'pubcomp', messageId },
    { cmd: 'pingreq' },
    { cmd: 'disconnect' },
    connectPacket(gateway, { clean: some(1) === 1 }),
  ])
}

/** Bytes flipped, cut out, doubled or put in. */
function mutate(bytes: Buffer): Buffer {
  const at = some(bytes.length - 1)
  const flipped = Buffer.from(bytes)
  flipped[at] = (flipped[at] ?? 0) ^ (1 << some(7))
  return pick([
    bytes,
    flipped,
    Buffer.concat([bytes.subarray(0, at), randomBytes(some(20)), bytes.subarray(at)]),
    Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + some(10))]),
    Buffer.concat([bytes, bytes]),
    randomBytes(1 + some(100)),
  ])
}

/** One connection: signs in most times, then sends packets, whole and broken, and goes, politely or not. */
async function session(socket: Socket): Promise<void> {
  const gateway = pick(GATEWAYS)
  const gone = new Promise<void>(resolve => socket.once('close', () => resolve()))
  const answered = new Promise<void>(resolve => socket.once('data', () => resolve()))
  const packets = Array.from({ length: 1 + some(15) }, () => generate(anyPacket(gateway)))
  const connect = generate(connectPacket(gateway, { clean: some(1) === 1 }))
  const rest = Buffer.concat(packets.map(bytes => (some(4) === 0 ? mutate(bytes) : bytes)))
  if (some(1) === 0) {
    socket.write(connect)
    await Promise.race([answered, gone])
    if (some(9) === 0) socket.resetAndDestroy()
    else socket.end(rest)
  } else socket.end(Buffer.concat([some(4) === 0 ? mutate(connect) : connect, rest]))
  return gone
}

async function storm(door: TestDoor): Promise<number> {
  const until = performance.now() + FUZZ_MS
  let sessions = 0
  const worker = async () => {
    for (; performance.now() < until; sessions++) {
      const socket = await door.raw()
      await session(socket)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return sessions
}

// F18 of the fault matrix: the broker alone, so that thousands of sessions fit into some seconds.
test('a storm of broken packets ends no process, harms no healthy gateway and leaves nothing behind', async () => {
  const escaped: unknown[] = []
  const onEscaped = (error: unknown) => void escaped.push(error)
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, onEscaped)
    onTestFinished(() => void process.off(event, onEscaped))
  }
  const strangers: string[] = []
  let healthyTaken = 0
  const rate = { perSecond: 100_000, burst: 100_000 }
  const door = await openTestDoor({
    limits: { connectRate: rate, connectRatePerAddress: rate },
    authenticate: async (gateway, password) => (password === passwordOf(gateway) ? { site: 's1' } : undefined),
    accept: async ({ gateway, topic }) => {
      if (gateway === 'gw1') healthyTaken += 1
      else if (!topic.startsWith(`facility/v1/s1/${gateway}/`)) strangers.push(topic)
    },
  })
  const healthy = await door.connect('gw1')
  const stop = startHeartbeat(healthy, 'facility/v1/s1/gw1/lift-1/telemetry')
  const sessions = await storm(door)
  const { beats, p99 } = await stop()
  await expect
    .poll(() => door.broker.stats(), { timeout: 10_000 })
    .toMatchObject({
      clients: 1,
      door: { connections: 1, strangers: 0 },
    })

  console.info(`F18: ${sessions} sessions; PUBACK p99 ${p99.toFixed(1)} ms`, door.broker.stats().door?.cutOff)
  expect(escaped).toEqual([])
  expect(strangers).toEqual([])
  expect(sessions).toBeGreaterThan(500)
  expect(healthy.connected).toBe(true)
  expect(healthyTaken).toBe(beats)
  expect(p99).toBeLessThan(1_000)
}, 60_000)

/** Payloads near enough to the real thing to get past the first checks, and anything else that is JSON or is not. */
const anyPayload = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.string({ unit: 'binary' }),
  fc
    .record(
      {
        ts: fc.oneof(fc.integer(), fc.double(), fc.string()),
        session: fc.oneof(fc.string(), fc.integer()),
        seq: fc.oneof(fc.integer(), fc.double()),
        metrics: fc.dictionary(
          fc.oneof(fc.constantFrom('motorTemperature', 'carSpeed', '__proto__', 'constructor'), fc.string()),
          fc.oneof(fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.string(), fc.array(fc.integer())),
        ),
        code: fc.string(),
        active: fc.oneof(fc.boolean(), fc.string()),
        online: fc.boolean(),
        equipment: fc.array(fc.record({ id: fc.string(), class: fc.constantFrom('elevator', 'x') })),
      },
      { requiredKeys: [] },
    )
    .map(value => JSON.stringify(value)),
)

test('whatever the payload, every message is acknowledged and what it did not fit is told, in the whole service', async () => {
  const service = await startTestService()
  const password = await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
  const mqtt = await service.mqtt('gw-1', password)
  const kinds = ['lift-1/telemetry', 'lift-1/event', 'lift-1/backfill', 'state', 'birth', 'nobody/telemetry']
  const payloads = fc.sample(anyPayload, 1_000)
  await Promise.all(
    payloads.map((payload, i) =>
      mqtt.publishAsync(`facility/v1/s1/gw-1/${kinds[i % kinds.length]}`, Buffer.from(payload), { qos: 1 }),
    ),
  )
  expect(mqtt.connected).toBe(true)
  expect(({} as Record<string, unknown>).x).toBeUndefined()
  const { body } = await service.api('/rejected?limit=100')
  expect(body.items.length).toBe(100)
  await mqtt.publishAsync('facility/v1/s1/gw-1/lift-1/telemetry', '{"metrics":{"motorTemperature":41.5}}', { qos: 1 })
  await expect
    .poll(async () => {
      const answer = await service.api('/equipment/lift-1/telemetry?metric=motorTemperature')
      return JSON.stringify(answer.body.points)
    })
    .toContain('41.5')
}, 60_000)
