import { connectAsync, type MqttClient } from 'mqtt'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Broker, connectBroker, type OutsideBrokerNeeds } from '#broker'
import { silentLog } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'
import { type Mosquitto, prepareMosquitto } from '../helpers/mosquitto.ts'
import { requireBinary } from '../helpers/realServer.ts'

const binary = requireBinary('mosquitto')
const topic = 'facility/v1/s1/gw1/lift-1/telemetry'
const q1 = { qos: 1 } as const
const NOW = 1_795_420_815_123

async function outside(start = true): Promise<Mosquitto> {
  const mosquitto = await prepareMosquitto(binary as string)
  onTestFinished(mosquitto.remove)
  if (start) await mosquitto.start()
  return mosquitto
}

async function link(url: string, needs: Partial<OutsideBrokerNeeds> = {}) {
  const accepted: DeviceMessage[] = []
  const broker = await connectBroker({
    url,
    accept: async message => void accepted.push(message),
    log: silentLog,
    now: () => NOW,
    ...needs,
  })
  let open = true
  const stop = async () => {
    if (open) await broker.stop()
    open = false
  }
  onTestFinished(stop)
  return {
    broker: { ...broker, stop } satisfies Broker,
    accepted,
    texts: () => accepted.map(m => m.payload.toString()),
  }
}

async function device(url: string): Promise<MqttClient> {
  const client = await connectAsync(url)
  onTestFinished(async () => void (await client.endAsync(true)))
  return client
}

describe.skipIf(binary === undefined)('an outside broker (Debian’s mosquitto)', () => {
  test('hands in every kind of message with the site and gateway of its topic', async () => {
    const { url } = await outside()
    const { broker, accepted } = await link(url)
    expect(broker.stats()).toEqual({ clients: 1, connected: true })
    const sensor = await device(url)
    const topics = [
      'facility/v1/s1/gw1/state',
      'facility/v1/s1/gw1/birth',
      topic,
      'facility/v1/s1/gw1/lift-1/event',
      'facility/v1/s2/gw7/pump-1/backfill',
    ]
    for (const one of [...topics, 'facility/v1/s1/fault/lift-1/X', 'elsewhere'])
      await sensor.publishAsync(one, '{}', q1)
    await expect.poll(() => accepted.map(m => m.topic)).toEqual(topics)
    expect(accepted[4]).toEqual({
      topic: topics[4],
      payload: Buffer.from('{}'),
      qos: 1,
      site: 's2',
      gateway: 'gw7',
      receivedAt: NOW,
    })
  })

  test('many messages wait for their commit together', async () => {
    const { url } = await outside()
    let waiting = 0
    let done = 0
    const together = Promise.withResolvers<void>()
    const { broker } = await link(url, {
      accept: async () => {
        if (++waiting > 50) together.resolve()
        await together.promise
        done += 1
      },
    })
    const sensor = await device(url)
    await Promise.all(Array.from({ length: 300 }, (_, i) => sensor.publishAsync(topic, String(i), q1)))
    await expect.poll(() => done).toBe(300)
    expect(broker.stats().connected).toBe(true)
  })

  test('no more than the window wait at once', async () => {
    const { url } = await outside()
    let waiting = 0
    let most = 0
    let done = 0
    await link(url, {
      window: 10,
      accept: async () => {
        most = Math.max(most, ++waiting)
        await new Promise(setImmediate)
        waiting -= 1
        done += 1
      },
    })
    const sensor = await device(url)
    await Promise.all(Array.from({ length: 300 }, () => sensor.publishAsync(topic, '{}', q1)))
    await expect.poll(() => done).toBe(300)
    expect(most).toBeLessThanOrEqual(10)
  })

  test('what was not on disk when the service went comes again; what was, does not', async () => {
    const { url } = await outside()
    const arrived: string[] = []
    const first = await link(url, {
      accept: async ({ payload }) => {
        arrived.push(payload.toString())
        if (payload.toString() !== 'on disk') await new Promise(() => undefined)
      },
    })
    const sensor = await device(url)
    await sensor.publishAsync(topic, 'on disk', q1)
    await sensor.publishAsync(topic, 'not on disk', q1)
    await expect.poll(() => arrived).toEqual(['on disk', 'not on disk'])
    await first.broker.stop()
    await sensor.publishAsync(topic, 'while away', q1)
    const second = await link(url)
    await expect.poll(second.texts).toEqual(['not on disk', 'while away'])
  })

  test('a message that could not be taken in comes again, without a restart', async () => {
    const { url } = await outside()
    const taken: string[] = []
    let full = true
    await link(url, {
      accept: async ({ payload }) => {
        if (full) {
          full = false
          throw new Error('no space left on device')
        }
        taken.push(payload.toString())
      },
    })
    const sensor = await device(url)
    await sensor.publishAsync(topic, 'one', q1)
    await expect.poll(() => taken, { timeout: 10_000 }).toEqual(['one'])
  })

  test('publishes faults retained, and tickets not', async () => {
    const { url } = await outside()
    const { broker } = await link(url)
    await broker.publish('facility/v1/s1/fault/lift-1/ELV-TRAP', '{"state":"firing"}', { retain: true })
    await broker.publish('facility/v1/s1/ticket/t-1', '{}', { retain: false })
    const listener = await device(url)
    const heard: string[] = []
    listener.on('message', (name, payload, { retain }) => heard.push(`${name} ${payload} ${retain}`))
    await listener.subscribeAsync('facility/v1/s1/#', q1)
    await listener.publishAsync('facility/v1/s1/end', '', q1)
    await expect.poll(() => heard.at(-1)).toMatch(/end/)
    expect(heard.slice(0, -1)).toEqual(['facility/v1/s1/fault/lift-1/ELV-TRAP {"state":"firing"} true'])
  })

  test('the service starts without it and says so; it connects when the broker is there', async () => {
    const mosquitto = await outside(false)
    const warnings: string[] = []
    const log = { ...silentLog, warn: (_: object, text?: string) => void warnings.push(text ?? '') }
    const { broker, texts } = await link(mosquitto.url, { log })
    expect(broker.stats()).toEqual({ clients: 0, connected: false })
    expect(warnings).toEqual(['the outside broker does not answer; trying again'])
    await mosquitto.start()
    await expect.poll(() => broker.stats().connected, { timeout: 20_000 }).toBe(true)
    await (await device(mosquitto.url)).publishAsync(topic, 'at last', q1)
    await expect.poll(texts).toEqual(['at last'])
  })

  test('a broker that was killed and forgot the session is listened to again', async () => {
    const mosquitto = await outside()
    const { broker, texts } = await link(mosquitto.url)
    await mosquitto.stop('SIGKILL')
    await mosquitto.forget()
    await expect.poll(() => broker.stats().connected).toBe(false)
    await mosquitto.start()
    await expect.poll(() => broker.stats().connected, { timeout: 20_000 }).toBe(true)
    await (await device(mosquitto.url)).publishAsync(topic, 'again', q1)
    await expect.poll(texts).toEqual(['again'])
  })
})
