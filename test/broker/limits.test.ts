import { describe, expect, test } from 'vitest'
import { createThrottles } from '../../broker/throttle.ts'
import { createTokenBucket } from '../../broker/tokenBucket.ts'
import { createTurnstile } from '../../broker/turnstile.ts'
import { closed, openTestDoor } from '../helpers/door.ts'

const telemetry = 'facility/v1/s1/gw1/lift-1/telemetry'
const q1 = { qos: 1 } as const
const anyRate = { perSecond: 1_000_000, burst: 1_000_000 }

describe('a token bucket', () => {
  test('gives its burst at once, then makes wait as long as its rate says', () => {
    const take = createTokenBucket({ perSecond: 10, burst: 5 })
    expect([take(5, 0), take(1, 0), take(1, 0)]).toEqual([0, 100, 200])
    expect(take(1, 300)).toBe(0)
  })

  test('fills up to its burst and no further', () => {
    const take = createTokenBucket({ perSecond: 10, burst: 5 })
    expect(take(5, 0)).toBe(0)
    expect([take(5, 1_000_000), take(1, 1_000_000)]).toEqual([0, 100])
  })
})

describe('a gateway’s throttle', () => {
  const limits = { packetRate: { perSecond: 10, burst: 10 }, byteRate: anyRate, floodMs: 1_000 }

  test('is kept over reconnects, and each gateway has its own', () => {
    const throttleOf = createThrottles(limits, () => 0)
    expect(throttleOf('a')(15, 0)).toBe(500)
    expect(throttleOf('a')(1, 0)).toBe(600)
    expect(throttleOf('b')(10, 0)).toBe(0)
  })

  test('calls it a flood when a gateway stays above its rate, and forgets it after a pause', () => {
    let now = 0
    const throttle = createThrottles(limits, () => now)('a')
    expect(throttle(20, 0)).toBe(1_000)
    now = 2_000
    expect(throttle(5, 0)).toBe(0)
    expect(throttle(20, 0)).toBe(1_500)
    now = 2_999
    expect(throttle(20, 0)).toBeGreaterThan(0)
    now = 3_000
    expect(throttle(20, 0)).toBe('flood')
  })
})

describe('the turnstile', () => {
  const limits = {
    strangers: 4,
    strangersPerAddress: 2,
    connectRate: anyRate,
    connectRatePerAddress: anyRate,
    connectWaitMs: 1_000,
  }

  test('lets a few strangers of one address wait, and more of them once those have signed in', () => {
    const { enter, strangers } = createTurnstile(limits, () => 0)
    const first = enter('a') as { leave(): void }
    enter('a')
    expect(enter('a')).toBe('strangers')
    expect(enter('b')).toMatchObject({ waitMs: 0 })
    first.leave()
    first.leave()
    expect(strangers()).toBe(2)
    expect(enter('a')).toMatchObject({ waitMs: 0 })
  })

  test('bounds the strangers of all addresses', () => {
    const { enter } = createTurnstile(limits, () => 0)
    for (const address of ['a', 'b', 'c', 'd']) expect(enter(address)).toMatchObject({ waitMs: 0 })
    expect(enter('e')).toBe('strangers')
  })

  test('above its rate an address waits for its turn, and is refused when that is too long; others are not touched', () => {
    let now = 0
    const rates = {
      ...limits,
      strangers: 99,
      strangersPerAddress: 99,
      connectRatePerAddress: { perSecond: 2, burst: 1 },
    }
    const { enter } = createTurnstile(rates, () => now)
    expect([enter('a'), enter('a'), enter('a'), enter('a'), enter('a')]).toMatchObject([
      { waitMs: 0 },
      { waitMs: 500 },
      { waitMs: 1_000 },
      'rate',
      'rate',
    ])
    expect(enter('b')).toMatchObject({ waitMs: 0 })
    now = 500
    expect(enter('a')).toMatchObject({ waitMs: 1_000 })
  })
})

describe('the door', () => {
  test('strangers over the limit of their address are refused; gateways that signed in do not count', async () => {
    const door = await openTestDoor({ limits: { strangersPerAddress: 1 } })
    for (const gateway of ['gw1', 'gw2', 'gw3']) await door.connect(gateway)
    await door.raw()
    await expect.poll(() => door.broker.stats().door).toMatchObject({ connections: 4, strangers: 1 })
    const refused = await door.raw()
    refused.resume()
    await closed(refused)
    expect(door.broker.stats().door).toMatchObject({ connections: 4, strangers: 1, refused: { strangers: 1 } })
  })

  test('connections that come too fast wait for their turn and are served then', async () => {
    const door = await openTestDoor({ limits: { connectRatePerAddress: { perSecond: 20, burst: 1 } } })
    const since = performance.now()
    await Promise.all(['gw1', 'gw2', 'gw3'].map(gateway => door.connect(gateway)))
    expect(performance.now() - since).toBeGreaterThan(90)
    expect(door.broker.stats().clients).toBe(3)
  })

  test('a gateway that sends too fast is slowed down and loses nothing; another one is not touched', async () => {
    const door = await openTestDoor({ limits: { packetRate: { perSecond: 2_000, burst: 100 } } })
    const [fast, calm] = await Promise.all([door.connect('gw1'), door.connect('gw2')])
    const since = performance.now()
    const flood = Promise.all(Array.from({ length: 3_000 }, (_, i) => fast.publishAsync(telemetry, String(i), q1)))
    await calm.publishAsync('facility/v1/s1/gw2/lift-2/telemetry', '{}', q1)
    const calmMs = performance.now() - since
    await flood
    const floodMs = performance.now() - since
    // One read takes some 1,300 of these messages and must be paid for before the next.
    expect(floodMs).toBeGreaterThan(500)
    expect(calmMs).toBeLessThan(floodMs)
    const mine = door.accepted.filter(({ gateway }) => gateway === 'gw1').map(({ payload }) => Number(payload))
    expect(mine).toEqual(Array.from({ length: 3_000 }, (_, i) => i))
    expect(door.broker.stats().door?.held).toBeGreaterThan(0)
  })

  test('bytes have their own rate', async () => {
    const door = await openTestDoor({ limits: { byteRate: { perSecond: 1_000_000, burst: 100_000 } } })
    const client = await door.connect('gw1')
    const since = performance.now()
    await Promise.all(Array.from({ length: 10 }, () => client.publishAsync(telemetry, 'x'.repeat(50_000), q1)))
    expect(performance.now() - since).toBeGreaterThan(300)
    expect(door.accepted).toHaveLength(10)
  })

  test('a gateway that floods without a pause is cut off', async () => {
    const door = await openTestDoor({ limits: { packetRate: { perSecond: 1_000, burst: 10 }, floodMs: 100 } })
    const client = await door.connect('gw1')
    const gone = closed(client)
    const flood = setInterval(() => {
      for (let i = 0; i < 100; i++) client.publish(telemetry, '{}', { qos: 0 })
    }, 5)
    await gone
    clearInterval(flood)
    expect(door.broker.stats().door?.cutOff).toEqual({ flood: 1 })
    expect((await door.connect('gw2')).connected).toBe(true)
  })

  test('what one gateway may have on its way to disk is bounded by what is read at once, not by what it sends', async () => {
    let begun = 0
    const disk = Promise.withResolvers<void>()
    const door = await openTestDoor({
      accept: () => {
        begun += 1
        return disk.promise
      },
    })
    const client = await door.connect('gw1')
    const sent = Array.from({ length: 15_000 }, () => client.publishAsync(telemetry, '{}', q1))
    const other = await door.connect('gw2')
    const answered = new Promise(resolve => other.on('packetreceive', p => p.cmd === 'pingresp' && resolve(p)))
    await expect.poll(() => begun).toBeGreaterThan(100)
    other.sendPing()
    await answered
    expect(begun).toBeLessThan(5_000)
    disk.resolve()
    await Promise.all(sent)
    expect(begun).toBe(15_000)
  })
})
