import { generate } from 'mqtt-packet'
import { describe, expect, test } from 'vitest'
import { closed, openTestDoor, passwordOf } from '../helpers/door.ts'

const telemetry = 'facility/v1/s1/gw1/lift-1/telemetry'
const state = 'facility/v1/s1/gw1/state'
const q1 = { qos: 1 } as const

describe('publishing', () => {
  test.each([0, 1, 2] as const)('QoS %i under its own prefix is accepted with who sent it', async qos => {
    const door = await openTestDoor({ now: () => 1_795_420_815_123 })
    const client = await door.connect('gw1')
    await client.publishAsync(telemetry, '{"metrics":{"carSpeed":1}}', { qos })
    await client.publishAsync(state, '{}', q1)
    expect(door.accepted[0]).toEqual({
      topic: telemetry,
      payload: Buffer.from('{"metrics":{"carSpeed":1}}'),
      qos,
      site: 's1',
      gateway: 'gw1',
      receivedAt: 1_795_420_815_123,
    })
  })

  test.each([
    ['the topic of another gateway', 'facility/v1/s1/gw2/lift-1/telemetry', {}],
    ['a down topic', 'facility/v1/s1/fault/lift-1/LIF-X', {}],
    ['the broker’s own topics', '$SYS/x', {}],
    ['a retained measurement', telemetry, { retain: true }],
  ])('%s closes the connection and nothing is taken in', async (_, topic, options) => {
    const door = await openTestDoor()
    const client = await door.connect('gw1')
    const gone = closed(client)
    let acknowledged = false
    client.publish(topic, '{}', { ...q1, ...options }, error => {
      acknowledged = !error
    })
    await gone
    expect(acknowledged).toBe(false)
    expect(door.accepted).toEqual([])
    expect((await door.connect('gw2')).connected).toBe(true)
  })

  test('a topic with invalid UTF-8 closes the connection', async () => {
    const door = await openTestDoor()
    const client = await door.connect('gw1')
    const gone = closed(client)
    const packet = generate({ cmd: 'publish', topic: telemetry, payload: '{}', qos: 0, dup: false, retain: false })
    packet[packet.indexOf('lift')] = 0xff
    client.stream.write(packet)
    await gone
    expect(door.accepted).toEqual([])
  })

  test('PUBACK waits until the message is on disk', async () => {
    const disk = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    const door = await openTestDoor({
      accept: () => {
        arrived.resolve()
        return disk.promise
      },
    })
    const client = await door.connect('gw1')
    let acknowledged = false
    const done = client.publishAsync(telemetry, '{}', q1).then(() => {
      acknowledged = true
    })
    await arrived.promise
    // The answer to a ping comes after every answer that was possible before it.
    const pong = new Promise(resolve => client.on('packetreceive', p => p.cmd === 'pingresp' && resolve(p)))
    client.sendPing()
    await pong
    expect(acknowledged).toBe(false)
    disk.resolve()
    await done
    expect(acknowledged).toBe(true)
  })

  test('many messages wait for their commit together, and PUBACKs keep the order', async () => {
    const waiting: (() => void)[] = []
    const all = Promise.withResolvers<void>()
    const door = await openTestDoor({
      accept: () =>
        new Promise(resolve => {
          waiting.push(resolve)
          if (waiting.length === 50) all.resolve()
        }),
    })
    const client = await door.connect('gw1')
    const order: number[] = []
    client.on('packetreceive', p => p.cmd === 'puback' && order.push(p.messageId as number))
    const sent: number[] = []
    client.on('packetsend', p => p.cmd === 'publish' && sent.push(p.messageId as number))
    const done = Array.from({ length: 50 }, () => client.publishAsync(telemetry, '{}', q1))
    await all.promise
    for (const resolve of waiting.reverse()) resolve()
    await Promise.all(done)
    expect(order).toEqual(sent)
  })

  test('what could not be put on disk is not acknowledged, and is taken in when it comes again', async () => {
    let full = true
    const taken: string[] = []
    const door = await openTestDoor({
      accept: async message => {
        if (full) throw new Error('no space left on device')
        taken.push(message.payload.toString())
      },
    })
    const client = await door.connect('gw1', { clean: false, reconnectPeriod: 20 })
    const done = client.publishAsync(telemetry, '{"seq":1}', q1)
    await closed(client)
    expect(taken).toEqual([])
    full = false
    await done
    expect(taken).toEqual(['{"seq":1}'])
  })

  test('one gateway’s failure does not touch the others', async () => {
    const door = await openTestDoor({
      accept: async ({ gateway }) => {
        if (gateway === 'gw1') throw new Error('failpoint')
      },
    })
    const [bad, good] = await Promise.all([door.connect('gw1'), door.connect('gw2')])
    const gone = closed(bad)
    bad.publish(telemetry, '{}', q1)
    await gone
    await good.publishAsync('facility/v1/s1/gw2/lift-9/telemetry', '{}', q1)
    expect(good.connected).toBe(true)
  })
})

describe('the Will', () => {
  test('is accepted when the connection breaks, and not after a clean goodbye', async () => {
    const door = await openTestDoor()
    const will = { topic: state, payload: Buffer.from('{"online":false,"session":"a"}'), qos: 1, retain: true } as const
    await (await door.connect('gw1', { will })).endAsync()
    const client = await door.connect('gw1', { will })
    expect(door.accepted).toEqual([])
    client.stream.destroy()
    await expect.poll(() => door.accepted.map(m => m.payload.toString())).toEqual(['{"online":false,"session":"a"}'])
  })

  test('is not published because the service stops', async () => {
    const door = await openTestDoor()
    const will = { topic: state, payload: Buffer.from('{}'), qos: 1, retain: true } as const
    await door.connect('gw1', { will })
    await door.broker.stop()
    expect(door.accepted).toEqual([])
  })
})

describe('guards', () => {
  test('a message over 64 KiB is handed on cut short, to be refused with its reason, and acknowledged', async () => {
    const door = await openTestDoor()
    const client = await door.connect('gw1')
    await client.publishAsync(telemetry, 'x'.repeat(65_536), q1)
    expect(door.accepted[0]?.payload).toHaveLength(65_536)
    await client.publishAsync(telemetry, 'x'.repeat(900_000), q1)
    expect(door.accepted[1]?.topic).toBe(telemetry)
    expect(door.accepted[1]?.payload.length).toBeGreaterThan(65_536)
    expect(door.accepted[1]?.payload.length).toBeLessThan(67_000)
    await client.publishAsync(telemetry, '{"after":1}', q1)
    expect(door.accepted[2]?.payload.toString()).toBe('{"after":1}')
  })

  test('a message over 1 MiB ends the connection', async () => {
    const door = await openTestDoor()
    const client = await door.connect('gw1')
    const gone = closed(client)
    client.publish(telemetry, 'x'.repeat(1_100_000), q1)
    await gone
    expect(door.accepted).toEqual([])
    expect(door.broker.stats().door?.cutOff).toEqual({ tooLarge: 1 })
  })

  test('a stranger who claims a huge CONNECT, or speaks HTTP, is cut off', async () => {
    const door = await openTestDoor()
    for (const bytes of [Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]), Buffer.from('GET / HTTP/1.1\r\n\r\n')]) {
      const socket = await door.raw()
      const gone = closed(socket)
      socket.write(bytes)
      socket.resume()
      await gone
    }
    expect((await door.connect('gw1')).connected).toBe(true)
  })

  test('a silent connection is closed', async () => {
    const door = await openTestDoor({ limits: { connectTimeoutMs: 50 } })
    const socket = await door.raw()
    socket.resume()
    await closed(socket)
  })

  test('beyond the limit of connections nobody gets in, and a free place is given again', async () => {
    const door = await openTestDoor({ limits: { connections: 1 } })
    const first = await door.raw()
    const second = await door.raw()
    await closed(second)
    const gone = closed(first)
    first.destroy()
    await gone
    const client = await door.connect('gw1', { reconnectPeriod: 20 })
    expect(client.connected).toBe(true)
  })

  test('random bytes after sign-in never end the process', async () => {
    const door = await openTestDoor()
    for (let i = 0; i < 40; i++) {
      const socket = await door.raw()
      socket.resume()
      const gone = closed(socket)
      socket.write(
        generate({
          cmd: 'connect',
          clientId: 'gw1',
          username: 'gw1',
          password: Buffer.from(passwordOf('gw1')),
          protocolId: 'MQTT',
          protocolVersion: 4,
          keepalive: 60,
          clean: true,
        }),
      )
      socket.end(Buffer.from(Array.from({ length: 200 }, (_, n) => (i * 7 + n * 31 + ((n * n) % 251)) & 0xff)))
      await gone
    }
    expect((await door.connect('gw2')).connected).toBe(true)
  })
})
