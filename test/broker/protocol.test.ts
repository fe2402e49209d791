import type { IConnectPacket, IPublishPacket } from 'mqtt-packet'
import { generate } from 'mqtt-packet'
import { describe, expect, test } from 'vitest'
import { openTestDoor, type TestDoor } from '../helpers/door.ts'
import { connectPacket, rawMqtt } from '../helpers/rawMqtt.ts'

// Each test names the clause of MQTT 3.1.1 (OASIS Standard, 29 October 2014) that it checks.

const telemetry = 'facility/v1/s1/gw1/lift-1/telemetry'
const state = 'facility/v1/s1/gw1/state'
const fault = 'facility/v1/s1/fault/lift-1/LIF-X'
const faults = 'facility/v1/s1/fault/#'

const publish = (messageId: number, options: Partial<IPublishPacket> = {}): IPublishPacket => ({
  cmd: 'publish',
  topic: telemetry,
  payload: '{}',
  qos: 1,
  messageId,
  dup: false,
  retain: false,
  ...options,
})
const subscribe = (...topics: string[]) =>
  ({ cmd: 'subscribe', messageId: 9, subscriptions: topics.map(topic => ({ topic, qos: 1 as const })) }) as const
const ping = { cmd: 'pingreq' } as const

const dial = async (door: TestDoor) => rawMqtt(await door.raw())
const signIn = async (door: TestDoor, gateway = 'gw1', options: Partial<IConnectPacket> = {}) => {
  const client = await dial(door)
  client.send(connectPacket(gateway, options))
  const connack = await client.next('connack')
  expect(connack.returnCode).toBe(0)
  return { ...client, sessionPresent: connack.sessionPresent }
}
/** A packet with one byte of a text changed. */
const spoiled = (packet: Parameters<typeof generate>[0], text: string, byte: number): Buffer => {
  const bytes = generate(packet)
  bytes[bytes.indexOf(text)] = byte
  return bytes
}

describe('text', () => {
  const packets = [
    ['PUBLISH', publish(1), 'lift-1'],
    ['SUBSCRIBE', subscribe(faults), 'fault'],
    ['UNSUBSCRIBE', { cmd: 'unsubscribe', messageId: 2, unsubscriptions: [faults] }, 'fault'],
  ] as const
  test.each(packets)('[MQTT-1.5.3-1] ill-formed UTF-8 in %s closes the connection', async (_, packet, text) => {
    const door = await openTestDoor()
    const client = await signIn(door)
    client.send(spoiled(packet as never, text, 0xff))
    await client.closed
    expect(client.received.map(({ cmd }) => cmd)).toEqual(['connack'])
    expect(door.accepted).toEqual([])
  })

  test.each(packets)('[MQTT-1.5.3-2] U+0000 in %s closes the connection', async (_, packet, text) => {
    const door = await openTestDoor()
    const client = await signIn(door)
    client.send(spoiled(packet as never, text, 0))
    await client.closed
    expect(client.received.map(({ cmd }) => cmd)).toEqual(['connack'])
    expect(door.accepted).toEqual([])
  })

  const will = { topic: state, payload: Buffer.from('{}'), qos: 0, retain: false } as const
  test.each([
    ['client id', 'gw1', 0xff],
    ['will topic', 'facility', 0xff],
    ['will topic', 'facility', 0],
  ])('[MQTT-1.5.3-1][MQTT-1.5.3-2] nor may a %s in CONNECT be so', async (_, text, byte) => {
    const door = await openTestDoor()
    const client = await dial(door)
    client.send(spoiled(connectPacket('gw1', { will }), text, byte))
    await client.closed
    expect(client.received.every(packet => packet.cmd === 'connack' && packet.returnCode !== 0)).toBe(true)
    expect(door.broker.stats().clients).toBe(0)
  })
})

describe('CONNECT', () => {
  test('[MQTT-3.1.0-1] the first packet is CONNECT, or the connection is closed', async () => {
    const client = await dial(await openTestDoor())
    client.send(publish(1))
    await client.closed
    expect(client.received).toEqual([])
  })

  test('[MQTT-3.1.0-2] a second CONNECT closes the connection', async () => {
    const client = await signIn(await openTestDoor())
    client.send(connectPacket('gw1'))
    await client.closed
  })

  test.each([5, 6])('[MQTT-3.1.2-2] protocol level %i is answered with CONNACK 1 and closed', async level => {
    const client = await dial(await openTestDoor())
    const bytes = generate(connectPacket('gw1', { protocolVersion: 4 }))
    bytes[8] = level
    // MQTT 5 has a length of properties after the keep-alive.
    client.send(level === 5 ? generate(connectPacket('gw1', { protocolVersion: 5 })) : bytes)
    expect(await client.next('connack')).toMatchObject({ returnCode: 1, sessionPresent: false })
    await client.closed
  })

  test('[MQTT-3.1.2-3] the reserved flag set closes the connection', async () => {
    const client = await dial(await openTestDoor())
    const bytes = generate(connectPacket('gw1'))
    bytes[9] = (bytes[9] as number) | 1
    client.send(bytes)
    await client.closed
    expect(client.received).toEqual([])
  })

  test.each([true, false])(
    '[MQTT-3.1.3-8] an empty client id with clean=%s is answered with CONNACK 2',
    async clean => {
      const client = await dial(await openTestDoor())
      const bytes = generate(connectPacket('', { username: 'gw1', clean: true }))
      if (!clean) bytes[9] = (bytes[9] as number) & ~2
      client.send(bytes)
      expect(await client.next('connack')).toMatchObject({ returnCode: 2 })
      await client.closed
    },
  )

  test('[MQTT-3.1.4-2] the same client id elsewhere closes the older connection', async () => {
    const door = await openTestDoor()
    const first = await signIn(door)
    await signIn(door)
    await first.closed
  })

  test('[MQTT-3.1.2-24] silence for one and a half keep-alives closes the connection and leaves its Will', async () => {
    const door = await openTestDoor()
    const will = { topic: state, payload: Buffer.from('{"online":false}'), qos: 1, retain: true } as const
    const since = performance.now()
    const client = await signIn(door, 'gw1', { keepalive: 1, will })
    await client.closed
    expect(performance.now() - since).toBeGreaterThan(1_400)
    expect(performance.now() - since).toBeLessThan(3_000)
    await expect.poll(() => door.accepted.map(({ topic }) => topic)).toEqual([state])
    expect(door.broker.stats().door?.cutOff).toEqual({ keepalive: 1 })
  })
})

describe('PUBLISH', () => {
  test('[MQTT-3.3.1-4] QoS 3 closes the connection', async () => {
    const door = await openTestDoor()
    const client = await signIn(door)
    const bytes = generate(publish(1))
    bytes[0] = (bytes[0] as number) | 0x06
    client.send(bytes)
    await client.closed
    expect(door.accepted).toEqual([])
  })

  test('[MQTT-2.2.2-2] wrong flags in a fixed header close the connection', async () => {
    const client = await signIn(await openTestDoor())
    client.send(Uint8Array.from([0x81, 5, 0, 1, 0, 0, 1]))
    await client.closed
  })

  test.each(['facility/v1/s1/gw1/+/telemetry', 'facility/v1/s1/gw1/#'])(
    '[MQTT-3.3.2-2] a topic with a wildcard is not published: %s',
    async topic => {
      const door = await openTestDoor()
      const client = await signIn(door)
      client.send(publish(1, { topic }))
      await client.closed
      expect(door.accepted).toEqual([])
    },
  )

  test('[MQTT-4.6.0-2] PUBACKs come in the order of their PUBLISHes, whichever is on disk first', async () => {
    const waiting: (() => void)[] = []
    const door = await openTestDoor({ accept: () => new Promise(resolve => waiting.push(resolve)) })
    const client = await signIn(door)
    const ids = [7, 3, 12, 5, 1]
    client.send(...ids.map(id => publish(id)))
    await expect.poll(() => waiting).toHaveLength(ids.length)
    for (const resolve of waiting.reverse()) resolve()
    for (const messageId of ids) expect(await client.next('puback')).toMatchObject({ messageId })
  })

  test('[MQTT-4.3.3-2] a QoS 2 message that comes again before its PUBREL is handed on once', async () => {
    const door = await openTestDoor()
    const topic = 'facility/v1/s1/gw1/state'
    const listener = await signIn(door, 'gw1')
    listener.send(publish(1, { qos: 2, topic }))
    expect(await listener.next('pubrec')).toMatchObject({ messageId: 1 })
    listener.send(publish(1, { qos: 2, topic, dup: true }))
    expect(await listener.next('pubrec')).toMatchObject({ messageId: 1 })
    listener.send({ cmd: 'pubrel', messageId: 1 })
    expect(await listener.next('pubcomp')).toMatchObject({ messageId: 1 })
    expect(door.accepted).toHaveLength(1)
    listener.send(publish(1, { qos: 2, topic }))
    await listener.next('pubrec')
    expect(door.accepted).toHaveLength(2)
  })
})

describe('subscriptions', () => {
  test('[MQTT-3.9.3-1][MQTT-3.9.3-2] one SUBACK code a filter, in order, 0x80 for a refused one', async () => {
    const client = await signIn(await openTestDoor())
    client.send(
      subscribe('#', faults, '$SYS/#', '$share/g/facility/v1/s1/gw1/#', 'facility/v1/s1/gw1/#', '+/v1/s1/gw1/#'),
    )
    expect((await client.next('suback')).granted).toEqual([128, 1, 128, 128, 1, 128])
  })

  test('[MQTT-3.8.4-3] subscribing again to a filter replaces it: one copy, and the retained message again', async () => {
    const door = await openTestDoor()
    await door.broker.publish(fault, 'kept', { retain: true })
    const client = await signIn(door)
    for (let i = 0; i < 2; i++) {
      client.send(subscribe(faults))
      await client.next('suback')
      expect(await client.next('publish')).toMatchObject({ retain: true })
    }
    await door.broker.publish(fault, 'live', { retain: false })
    expect(String((await client.next('publish')).payload)).toBe('live')
    client.send(ping)
    await client.next('pingresp')
    expect(client.received.filter(({ cmd }) => cmd === 'publish')).toHaveLength(3)
  })

  test('more filters than the limit are refused one by one, and one that is given back makes room', async () => {
    const door = await openTestDoor({ limits: { subscriptions: 2 } })
    const client = await signIn(door)
    const [a, b, c] = ['a', 'b', 'c'].map(name => `facility/v1/s1/fault/${name}`) as [string, string, string]
    client.send(subscribe(a, b, c))
    expect((await client.next('suback')).granted).toEqual([1, 1, 128])
    client.send({ cmd: 'unsubscribe', messageId: 10, unsubscriptions: [a] })
    await client.next('unsuback')
    client.send(subscribe(c))
    expect((await client.next('suback')).granted).toEqual([1])
  })
})

describe('retained messages', () => {
  test('[MQTT-3.3.1-5][MQTT-3.3.1-8] the newest is kept and comes with RETAIN to a new subscriber', async () => {
    const door = await openTestDoor()
    await door.broker.publish(fault, 'old', { retain: true })
    await door.broker.publish(fault, 'new', { retain: true })
    const client = await signIn(door)
    client.send(subscribe(faults))
    const message = await client.next('publish')
    expect([String(message.payload), message.retain]).toEqual(['new', true])
  })

  test('[MQTT-3.3.1-9] live it comes without RETAIN', async () => {
    const door = await openTestDoor()
    const client = await signIn(door)
    client.send(subscribe(faults))
    await client.next('suback')
    await door.broker.publish(fault, 'live', { retain: true })
    expect(await client.next('publish')).toMatchObject({ retain: false })
  })

  test('[MQTT-3.3.1-10][MQTT-3.3.1-11] an empty one is delivered, deletes what was kept, and is not kept', async () => {
    const door = await openTestDoor()
    const listener = await signIn(door)
    listener.send(subscribe(faults))
    await listener.next('suback')
    await door.broker.publish(fault, 'old', { retain: true })
    await door.broker.publish(fault, '', { retain: true })
    await listener.next('publish')
    expect((await listener.next('publish')).payload).toHaveLength(0)
    const late = await signIn(door, 'gw2')
    late.send(subscribe(faults), ping)
    await late.next('pingresp')
    expect(late.received.filter(({ cmd }) => cmd === 'publish')).toEqual([])
  })
})

describe('sessions', () => {
  test('[MQTT-3.2.2-1][MQTT-3.2.2-2][MQTT-3.2.2-3] "session present" says whether one is kept', async () => {
    const door = await openTestDoor()
    const connect = async (clean: boolean) => {
      const client = await signIn(door, 'gw1', { clean })
      client.send({ cmd: 'disconnect' })
      await client.closed
      return client.sessionPresent
    }
    expect(await connect(false)).toBe(false)
    expect(await connect(false)).toBe(true)
    expect(await connect(true)).toBe(false)
    expect(await connect(false)).toBe(false)
  })

  const leaveWithSession = async (door: TestDoor) => {
    const client = await signIn(door, 'gw1', { clean: false })
    client.send(subscribe(faults))
    await client.next('suback')
    return client
  }

  test('[MQTT-3.1.2-5] QoS 1 messages wait for an absent session, in order', async () => {
    const door = await openTestDoor()
    const client = await leaveWithSession(door)
    client.send({ cmd: 'disconnect' })
    await client.closed
    for (let i = 0; i < 20; i++) await door.broker.publish(fault, String(i), { retain: false })
    const back = await signIn(door, 'gw1', { clean: false })
    const payloads: string[] = []
    for (let i = 0; i < 20; i++) {
      const { payload, messageId, dup } = await back.next('publish')
      expect(dup).toBe(false)
      payloads.push(String(payload))
      back.send({ cmd: 'puback', messageId: messageId as number })
    }
    expect(payloads).toEqual(Array.from({ length: 20 }, (_, i) => String(i)))
    await expect.poll(() => door.broker.stats().door?.offline.messages).toBe(0)
  })

  test('[MQTT-3.3.1-1][MQTT-4.4.0-1] what was not acknowledged comes again, with DUP and its message id', async () => {
    const door = await openTestDoor()
    const client = await leaveWithSession(door)
    await door.broker.publish(fault, 'first', { retain: false })
    await door.broker.publish(fault, 'second', { retain: false })
    const [first, second] = [await client.next('publish'), await client.next('publish')]
    client.send({ cmd: 'puback', messageId: first.messageId as number }, { cmd: 'disconnect' })
    await client.closed
    const back = await signIn(door, 'gw1', { clean: false })
    const again = await back.next('publish')
    expect([String(again.payload), again.dup, again.messageId]).toEqual(['second', true, second.messageId])
    back.send({ cmd: 'puback', messageId: again.messageId as number }, ping)
    await back.next('pingresp')
    expect(back.received.filter(({ cmd }) => cmd === 'publish')).toHaveLength(1)
  })

  test('[MQTT-3.1.2-6] a clean session forgets what waited', async () => {
    const door = await openTestDoor()
    const client = await leaveWithSession(door)
    client.send({ cmd: 'disconnect' })
    await client.closed
    await door.broker.publish(fault, 'waits', { retain: false })
    expect(door.broker.stats().door?.offline.messages).toBe(1)
    const fresh = await signIn(door, 'gw1')
    expect(door.broker.stats().door?.offline.messages).toBe(0)
    fresh.send(ping)
    await fresh.next('pingresp')
    expect(fresh.received.filter(({ cmd }) => cmd === 'publish')).toEqual([])
  })
})
