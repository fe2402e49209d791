import { describe, expect, test } from 'vitest'
import { createBroker } from '#broker'
import { silentLog } from '#domain/log.ts'
import { closed, openTestDoor, passwordOf } from '../helpers/door.ts'

const topic = 'facility/v1/s1/gw1/lift-1/telemetry'

describe('signing in', () => {
  test('a gateway with its own id and password gets in', async () => {
    const door = await openTestDoor()
    const client = await door.connect('gw1')
    expect(client.connected).toBe(true)
    expect(door.broker.stats()).toMatchObject({ clients: 1, connected: true, door: { connections: 1, strangers: 0 } })
  })

  test.each([
    ['a wrong password', { password: 'guess' }, 5],
    ['an empty password', { password: '' }, 5],
    ['an unknown gateway', { clientId: 'gw9', username: 'gw9' }, 5],
    ['a user name that is no id', { clientId: '__proto__', username: '__proto__' }, 4],
    ['no credentials', { username: undefined, password: undefined }, 5],
    ['another client id than the user name', { clientId: 'gw2' }, 2],
    ['an empty client id', { clientId: '' }, 2],
    ['the Will of another gateway', { will: { topic: 'facility/v1/s1/gw2/state', payload: Buffer.from('{}') } }, 5],
    ['a Will outside the contract', { will: { topic: 'alarm', payload: Buffer.from('{}') } }, 5],
    ['a keep-alive over the limit', { keepalive: 3_600 }, 6],
  ])('%s is refused with its CONNACK code', async (_, options, code) => {
    const door = await openTestDoor()
    // biome-ignore lint/suspicious/noExplicitAny: `undefined` is what "without" means here
    await expect(door.connect('gw1', options as any)).rejects.toMatchObject({ code })
    expect(door.broker.stats().clients).toBe(0)
    expect(door.accepted).toEqual([])
  })

  test('a proved password is not hashed again; a wrong one after it is', async () => {
    let hashed = 0
    const door = await openTestDoor({
      authenticate: async (_, password) => {
        hashed += 1
        return password === passwordOf('gw1') ? { site: 's1' } : undefined
      },
    })
    for (let i = 0; i < 3; i++) await (await door.connect('gw1')).endAsync()
    expect(hashed).toBe(1)
    await expect(door.connect('gw1', { password: 'guess' })).rejects.toMatchObject({ code: 5 })
    expect(hashed).toBe(2)
  })

  test('a proof grows old', async () => {
    let now = 1_000_000
    let hashed = 0
    const door = await openTestDoor({
      now: () => now,
      limits: { proofMs: 60_000 },
      authenticate: async () => {
        hashed += 1
        return { site: 's1' }
      },
    })
    await (await door.connect('gw1')).endAsync()
    now += 60_001
    await (await door.connect('gw1')).endAsync()
    expect(hashed).toBe(2)
  })

  test('password checks are bounded: those beyond the line are told to come later', async () => {
    const open = Promise.withResolvers<void>()
    let running = 0
    let most = 0
    const door = await openTestDoor({
      limits: { hashing: 2, waitingForHash: 1 },
      authenticate: async () => {
        most = Math.max(most, ++running)
        await open.promise
        running -= 1
        return { site: 's1' }
      },
    })
    const refused: unknown[] = []
    const attempts = ['gw1', 'gw2', 'gw3', 'gw4', 'gw5'].map(async gateway => {
      const error = await door.connect(gateway).then(
        () => undefined,
        (reason: { code: number }) => reason,
      )
      if (error) refused.push(error.code)
      if (refused.length === 2) open.resolve()
    })
    await Promise.all(attempts)
    expect(refused).toEqual([3, 3])
    expect(door.broker.stats().clients).toBe(3)
    expect(most).toBe(2)
  })

  test('a check that fails says "unavailable" and the door stays open', async () => {
    let broken = true
    const door = await openTestDoor({
      authenticate: async () => {
        if (broken) throw new Error('the database is away')
        return { site: 's1' }
      },
    })
    await expect(door.connect('gw1')).rejects.toMatchObject({ code: 3 })
    broken = false
    expect((await door.connect('gw1')).connected).toBe(true)
  })

  test('the same gateway connecting again takes over', async () => {
    const door = await openTestDoor()
    const first = await door.connect('gw1')
    const gone = closed(first)
    const second = await door.connect('gw1')
    await gone
    await second.publishAsync(topic, '{}', { qos: 1 })
    expect(door.accepted).toHaveLength(1)
    expect(door.broker.stats().clients).toBe(1)
  })

  test('a busy port is a coded error', async () => {
    const door = await openTestDoor()
    const second = createBroker({
      host: '127.0.0.1',
      port: door.broker.port,
      authenticate: async () => undefined,
      accept: async () => undefined,
      log: silentLog,
    })
    await expect(second).rejects.toMatchObject({ code: 'PORT_IN_USE', details: { port: door.broker.port } })
  })
})
