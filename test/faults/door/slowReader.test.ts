import { expect, test } from 'vitest'
import { DOOR_LIMITS } from '../../../broker/limits.ts'
import { closed, openTestDoor } from '../../helpers/door.ts'
import { startHeartbeat } from './heartbeat.ts'

const fault = 'facility/v1/s1/fault/lift-1/LIF-X'
const flooded = 'facility/v1/s1/ticket/T-1'

// With aedes as it comes, the other topic stands still for a minute.
const SOON_MS = 10_000

// F20 of the fault matrix.
test('a subscriber that stops reading is cut off, and neither other topics nor PUBACKs wait for it', async () => {
  const door = await openTestDoor()
  const [slow, quick, sender] = await Promise.all(['gw1', 'gw2', 'gw3'].map(gateway => door.connect(gateway)))
  if (!slow || !quick || !sender) throw new Error('three gateways')
  await slow.subscribeAsync('facility/v1/s1/ticket/#', { qos: 0 })
  await quick.subscribeAsync('facility/v1/s1/fault/#', { qos: 1 })
  const delays: number[] = []
  quick.on('message', (_, payload) => delays.push(performance.now() - Number(payload)))
  const gone = closed(slow)
  slow.stream.pause()
  const stop = startHeartbeat(sender, 'facility/v1/s2/gw3/lift-9/telemetry')

  const since = performance.now()
  const flood = Array.from({ length: 300 }, () => door.broker.publish(flooded, 'x'.repeat(100_000), { retain: false }))
  const other = setInterval(() => {
    void door.broker.publish(fault, String(performance.now()), { retain: false })
  }, 100)
  await expect.poll(() => door.broker.stats().clients, { timeout: 30_000 }).toBe(2)
  const cutOffMs = performance.now() - since
  clearInterval(other)
  await Promise.allSettled(flood)
  slow.stream.destroy()
  await gone
  const { beats, p99 } = await stop()
  await expect.poll(() => delays.length).toBeGreaterThan(10)

  const longest = Math.max(...delays)
  console.info(
    `F20: cut off after ${cutOffMs.toFixed(0)} ms; other topic at most ${longest.toFixed(0)} ms; PUBACK p99 ${p99.toFixed(0)} ms`,
  )
  expect(door.broker.stats().door?.cutOff).toEqual({ slowReader: 1 })
  expect(cutOffMs).toBeLessThan(DOOR_LIMITS.drainMs + SOON_MS)
  expect(longest).toBeLessThan(SOON_MS)
  expect(beats).toBeGreaterThan(50)
  expect(p99).toBeLessThan(SOON_MS)
})
