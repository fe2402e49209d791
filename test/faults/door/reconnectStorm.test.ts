import { expect, test } from 'vitest'
import { openTestDoor, passwordOf } from '../../helpers/door.ts'
import { startHeartbeat } from './heartbeat.ts'
import { startStorm } from './storm.ts'

const GATEWAYS = 10_000

// F19 of the fault matrix.
test(`${GATEWAYS} gateways that come back at once are all signed in within 60 s, without a password hashed again`, async () => {
  let hashed = 0
  const door = await openTestDoor({
    authenticate: async (gateway, password) => {
      hashed += 1
      return password === passwordOf(gateway) ? { site: 's1' } : undefined
    },
  })
  const storm = await startStorm(door.broker.port, GATEWAYS)
  await storm.connect()
  const healthy = await door.connect('gw1')
  expect(door.broker.stats().clients).toBe(GATEWAYS + 1)
  const hashedBefore = hashed

  const stop = startHeartbeat(healthy, 'facility/v1/s1/gw1/lift-1/telemetry')
  storm.drop()
  await expect.poll(() => door.broker.stats().clients, { timeout: 20_000 }).toBe(1)
  const back = await storm.connect()
  const { beats, p99 } = await stop()

  console.info(`F19: ${back.signedIn} back in ${back.ms} ms with ${back.tries} tries; PUBACK p99 ${p99.toFixed(1)} ms`)
  expect(back.ms).toBeLessThan(60_000)
  expect(door.broker.stats()).toMatchObject({
    clients: GATEWAYS + 1,
    door: { connections: GATEWAYS + 1, strangers: 0 },
  })
  expect(hashed).toBe(hashedBefore)
  expect(healthy.connected).toBe(true)
  expect(beats).toBeGreaterThan(50)
  expect(p99).toBeLessThan(2_000)
}, 180_000)
