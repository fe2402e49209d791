import { expect, test } from 'vitest'
import { openRegistry } from '#database/registry.ts'
import { hashSecret } from '#database/secrets.ts'
import { testDatabase } from '../../helpers/database.ts'
import { openTestDoor, passwordOf } from '../../helpers/door.ts'
import { startHeartbeat } from './heartbeat.ts'
import { startStorm } from './storm.ts'

const GATEWAYS = 10_000
const ROWS_AT_ONCE = 500

/** A registry that holds the gateways of the storm and `gw1`, as after a restart: no password has been seen yet. */
async function registryOfStorm() {
  const database = await testDatabase()
  await database.db.insertInto('site').values({ id: 's1', name: 's1', timezone: 'UTC' }).execute()
  const ids = ['gw1', ...Array.from({ length: GATEWAYS }, (_, index) => `storm-${index}`)]
  const rows = ids.map(id => ({ id, site: 's1', password_hash: hashSecret(passwordOf(id)) }))
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await database.db
      .insertInto('gateway')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute()
  return openRegistry(database, Date.now)
}

// F19 of the fault matrix, cold and warm.
test(`${GATEWAYS} gateways that come at once are signed in within 60 s, after a restart too`, async () => {
  const registry = await registryOfStorm()
  let checked = 0
  const door = await openTestDoor({
    authenticate: (gateway, password) => {
      checked += 1
      return registry.authenticate(gateway, password)
    },
  })
  const storm = await startStorm(door.broker.port, GATEWAYS)
  const healthy = await door.connect('gw1')
  const stopCold = startHeartbeat(healthy, 'facility/v1/s1/gw1/lift-1/telemetry')
  const cold = await storm.connect()
  const beatCold = await stopCold()
  expect(door.broker.stats().clients).toBe(GATEWAYS + 1)
  expect(checked).toBe(GATEWAYS + 1)

  const stop = startHeartbeat(healthy, 'facility/v1/s1/gw1/lift-1/telemetry')
  storm.drop()
  await expect.poll(() => door.broker.stats().clients, { timeout: 20_000 }).toBe(1)
  const back = await storm.connect()
  const { beats, p99 } = await stop()

  for (const [name, { signedIn, ms, tries }, p] of [
    ['cold', cold, beatCold.p99],
    ['warm', back, p99],
  ] as const)
    console.info(`F19 ${name}: ${signedIn} signed in within ${ms} ms, ${tries} tries; PUBACK p99 ${p.toFixed(1)} ms`)
  expect(Math.max(cold.ms, back.ms)).toBeLessThan(60_000)
  expect(door.broker.stats()).toMatchObject({
    clients: GATEWAYS + 1,
    door: { connections: GATEWAYS + 1, strangers: 0 },
  })
  expect(checked).toBe(GATEWAYS + 1)
  expect(healthy.connected).toBe(true)
  expect(beats).toBeGreaterThan(50)
  expect(Math.max(beatCold.p99, p99)).toBeLessThan(2_000)
}, 180_000)
