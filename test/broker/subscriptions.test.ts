import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { MqttClient } from 'mqtt'
import { generate } from 'mqtt-packet'
import { Server } from 'socket.io'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket as WebSocketClient } from 'ws'
import { connectGateway, openTestDoor } from '../helpers/door.ts'
import { connectPacket } from '../helpers/rawMqtt.ts'

const fault = 'facility/v1/s1/fault/lift-1/LIF-X'
const q1 = { qos: 1 } as const

const collect = (client: MqttClient) => {
  const messages: string[] = []
  client.on('message', (topic, payload, { retain }) =>
    messages.push(`${topic} ${payload}${retain ? ' (retained)' : ''}`),
  )
  return messages
}

describe('subscriptions', () => {
  test('own prefix and the site’s faults and tickets are granted; everything else is answered with 0x80', async () => {
    const door = await openTestDoor()
    const client = await door.connect('gw1')
    const filters = ['facility/v1/s1/gw1/#', 'facility/v1/s1/fault/#', '#', 'facility/v1/s1/gw2/#', '$SYS/#']
    const suback = new Promise<{ granted: unknown }>(resolve =>
      client.on('packetreceive', p => p.cmd === 'suback' && resolve(p)),
    )
    client.subscribe(filters, q1)
    expect((await suback).granted).toEqual([1, 1, 128, 128, 128])
  })

  test('a shared subscription is refused, because aedes would deliver nothing to it', async () => {
    const door = await openTestDoor()
    const client = await door.connect('gw1')
    await expect(client.subscribeAsync('$share/g/facility/v1/s1/gw1/#', q1)).rejects.toThrow()
  })

  test('down topics reach the gateways of the site, live and retained, and no other site', async () => {
    const door = await openTestDoor()
    const near = await door.connect('gw1')
    const far = await door.connect('gw3')
    const [heardNear, heardFar] = [collect(near), collect(far)]
    await near.subscribeAsync('facility/v1/s1/fault/#', q1)
    await far.subscribeAsync('facility/v1/s2/fault/#', q1)
    await door.broker.publish(fault, '{"state":"firing"}', { retain: true })
    await expect.poll(() => heardNear).toEqual([`${fault} {"state":"firing"}`])

    const late = await door.connect('gw2')
    const heardLate = collect(late)
    await late.subscribeAsync('facility/v1/s1/fault/#', q1)
    await expect.poll(() => heardLate).toEqual([`${fault} {"state":"firing"} (retained)`])

    await door.broker.publish(fault, '', { retain: true })
    await expect.poll(() => heardNear).toHaveLength(2)
    expect(heardFar).toEqual([])
  })

  test('measurements are not echoed; the retained state is', async () => {
    const door = await openTestDoor()
    const client = await door.connect('gw1')
    const heard = collect(client)
    await client.subscribeAsync('facility/v1/s1/gw1/#', q1)
    await client.publishAsync('facility/v1/s1/gw1/lift-1/telemetry', '{}', q1)
    await client.publishAsync('facility/v1/s1/gw1/state', '{"online":true}', { ...q1, retain: true })
    await expect.poll(() => heard).toEqual(['facility/v1/s1/gw1/state {"online":true}'])
  })

  test('a refused filter of a persistent session brings nothing later either', async () => {
    const door = await openTestDoor()
    const spy = await door.connect('gw1', { clean: false })
    await spy.subscribeAsync('facility/v1/s1/fault/#', q1)
    await spy.subscribeAsync(['facility/v1/s1/ticket/#', '#'], q1).catch(() => undefined)
    await spy.endAsync()
    const other = await door.connect('gw3')
    await other.publishAsync('facility/v1/s2/gw3/state', '{"online":true}', q1)
    await other.publishAsync('facility/v1/s2/gw3/lift-7/telemetry', '{}', q1)
    await door.broker.publish(fault, '{}', { retain: false })

    const back = await door.connect('gw1', { clean: false })
    const heard = collect(back)
    await expect.poll(() => heard).toEqual([`${fault} {}`])
  })

  test('a subscriber that does not read is cut off and holds up nobody', async () => {
    const door = await openTestDoor({ limits: { drainMs: 200 } })
    const slow = await door.connect('gw1')
    await slow.subscribeAsync('facility/v1/s1/ticket/#', { qos: 0 })
    const gone = expect.poll(() => door.broker.stats().clients, { timeout: 10_000 }).toBe(1)
    slow.stream.pause()
    const quick = await door.connect('gw2')
    const heard = collect(quick)
    await quick.subscribeAsync('facility/v1/s1/fault/#', q1)
    const flood = 'x'.repeat(200_000)
    const published = Array.from({ length: 60 }, () =>
      door.broker.publish('facility/v1/s1/ticket/t', flood, { retain: false }),
    )
    await gone
    await door.broker.publish(fault, 'after', { retain: false })
    await expect.poll(() => heard).toEqual([`${fault} after`])
    await Promise.allSettled(published)
  })
})

test('a subscriber that leaves too much unread is cut off at once, however long it may take to read', async () => {
  const door = await openTestDoor({ limits: { drainMs: 60_000, unreadBytes: 1_000_000 } })
  const slow = await door.connect('gw1')
  await slow.subscribeAsync('facility/v1/s1/ticket/#', { qos: 0 })
  slow.stream.pause()
  const published: Promise<void>[] = []
  const flood = setInterval(() => {
    published.push(door.broker.publish('facility/v1/s1/ticket/t', 'x'.repeat(200_000), { retain: false }))
  }, 1)
  await expect.poll(() => door.broker.stats().clients, { timeout: 10_000 }).toBe(0)
  clearInterval(flood)
  await Promise.allSettled(published)
  expect(door.broker.stats().door?.cutOff).toEqual({ slowReader: 1 })
})

describe('MQTT over WebSocket', () => {
  const openHttp = async () => {
    const door = await openTestDoor()
    const http = createServer((_, answer) => void answer.end('page'))
    door.broker.attach?.(http)
    await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
    onTestFinished(async () => void http.close())
    return { door, url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`, http }
  }

  test('the same rules at /mqtt of the HTTP port', async () => {
    const { door, url } = await openHttp()
    const client = await connectGateway(`${url}/mqtt`, 'gw1')
    await client.publishAsync('facility/v1/s1/gw1/lift-1/telemetry', '{"metrics":{}}', q1)
    expect(door.accepted).toHaveLength(1)
    await expect(connectGateway(`${url}/mqtt`, 'gw1', { password: 'guess' })).rejects.toMatchObject({ code: 5 })
  })

  test('[MQTT-6.0.0-3] a WebSocket without the mqtt subprotocol is refused', async () => {
    const { url } = await openHttp()
    const socket = new WebSocket(`${url}/mqtt`)
    const outcome = await new Promise(resolve => {
      socket.onopen = () => resolve('open')
      socket.onerror = () => resolve('refused')
    })
    expect(outcome).toBe('refused')
  })

  const upgrade = (url: string, headers: Record<string, string>) =>
    new Promise<number | undefined>(resolve => {
      const socket = new WebSocketClient(`${url}/mqtt`, 'mqtt', { headers })
      socket.once('open', () => {
        resolve(101)
        socket.close()
      })
      socket.once('unexpected-response', (_, answer) => {
        resolve(answer.statusCode)
        socket.terminate()
      })
      socket.on('error', () => undefined)
    })

  test('a page of another site is refused by its Origin; the own page and devices are not', async () => {
    const { door, url } = await openHttp()
    expect(await upgrade(url, { origin: 'https://elsewhere.example' })).toBe(403)
    expect(await upgrade(url, { origin: 'null' })).toBe(403)
    expect(await upgrade(url, { origin: url.replace('ws:', 'http:') })).toBe(101)
    expect(await upgrade(url, {})).toBe(101)
    expect(door.broker.stats().door?.refused).toEqual({ origin: 2 })
  })

  const openSocket = async (url: string) => {
    const socket = new WebSocketClient(`${url}/mqtt`, 'mqtt')
    onTestFinished(() => socket.terminate())
    socket.on('error', () => undefined)
    const gone = new Promise<number>(resolve => socket.once('close', resolve))
    await new Promise(resolve => socket.once('open', resolve))
    return { socket, gone }
  }

  test('[MQTT-6.0.0-1] a frame of text ends the connection', async () => {
    const { url } = await openHttp()
    const { socket, gone } = await openSocket(url)
    socket.send('hello')
    await gone
  })

  test('[MQTT-6.0.0-2] a packet may be cut over frames, and one frame may hold several', async () => {
    const { door, url } = await openHttp()
    const { socket } = await openSocket(url)
    const connect = generate(connectPacket('gw1'))
    const topic = 'facility/v1/s1/gw1/lift-1/telemetry'
    const [first, second] = [1, 2].map(messageId =>
      generate({ cmd: 'publish', topic, payload: '{}', qos: 1, messageId, dup: false, retain: false }),
    ) as [Buffer, Buffer]
    socket.send(connect.subarray(0, 10))
    socket.send(Buffer.concat([connect.subarray(10), first, second.subarray(0, 5)]))
    socket.send(second.subarray(5))
    await expect.poll(() => door.accepted).toHaveLength(2)
  })

  test('a frame over the limit ends the connection', async () => {
    const { url } = await openHttp()
    const { socket, gone } = await openSocket(url)
    socket.send(Buffer.alloc(300_000))
    expect(await gone).toBe(1009)
  })

  test('Socket.IO on the same server leaves the connection alone', async () => {
    const { door, url, http } = await openHttp()
    // Socket.IO destroys upgrades that it does not know, when nobody has answered them after this time.
    const io = new Server(http, { destroyUpgradeTimeout: 1 })
    onTestFinished(async () => void (await io.close()))
    const client = await connectGateway(`${url}/mqtt`, 'gw1')
    await new Promise(resolve => setTimeout(resolve, 1))
    await client.publishAsync('facility/v1/s1/gw1/lift-1/telemetry', '{}', q1)
    expect(door.accepted).toHaveLength(1)
  })

  test('upgrades of other paths are left to others', async () => {
    const { url, http } = await openHttp()
    const seen = new Promise(resolve =>
      http.on('upgrade', (request, socket) => {
        resolve(request.url)
        socket.destroy()
      }),
    )
    const socket = new WebSocket(`${url}/socket.io/?EIO=4`)
    socket.onerror = () => undefined
    expect(await seen).toBe('/socket.io/?EIO=4')
  })
})
