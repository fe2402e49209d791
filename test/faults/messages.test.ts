import { expect, test } from 'vitest'
import { CLEAN } from './harness/invariants.ts'
import { payloadOf, topicOf } from './harness/sender.ts'
import { until } from './harness/until.ts'
import { openWorld } from './harness/world.ts'

const LIFT = 'lift-0-0'
const TOPIC = topicOf('gw-0', LIFT)
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

test('F15: every message ten times, with DUP and without: one point, one ticket, counted once', async () => {
  const world = await openWorld({ gateways: 1, lifts: 6 })
  const [sender] = world.senders
  if (!sender) throw new Error('no sender')
  for (let n = 0; n < 60; n++) {
    const lift = sender.lifts[n % 6] as string
    const entry = world.ledger.send(lift, n < 3)
    const again = payloadOf(entry, n % 2 ? { session: 'again', seq: n } : {})
    const copies = (dup: boolean) =>
      Array.from({ length: 5 }, () => sender.client.publishAsync(topicOf('gw-0', lift), again, { qos: 1, dup }))
    await Promise.all(copies(false))
    await Promise.all(copies(true))
    world.ledger.ack(entry)
  }
  expect(await world.verdict()).toEqual(CLEAN)
  const { body } = await world.api('/tickets?open=true')
  expect(body.items.map(({ occurrences }: { occurrences: number }) => occurrences)).toEqual([1, 1, 1])
  expect((await world.api('/system')).body.ingest.duplicates).toBeGreaterThanOrEqual(30 * 5)
})

test('F16: out of order and hours late, the newest value stays the newest, and late news open no second ticket', async () => {
  const world = await openWorld({ gateways: 1, lifts: 1 })
  const [sender] = world.senders
  if (!sender) throw new Error('no sender')
  const now = Date.now()
  const newest = sender.send(LIFT, true, now)
  await newest.acked
  await until('a ticket', async () => (await world.api('/tickets?open=true')).body.items.length === 1, 45_000)
  const late = [5 * MINUTE_MS, HOUR_MS, 30, 6 * HOUR_MS, 23 * HOUR_MS, 20, 10, 12 * HOUR_MS]
  await Promise.all(late.map((age, i) => sender.send(LIFT, i % 2 === 1, now - age).acked))
  const backfill = world.ledger.send(LIFT, false, now - 20 * HOUR_MS)
  await sender.client.publishAsync(TOPIC.replace('/telemetry', '/backfill'), payloadOf(backfill), { qos: 1 })
  world.ledger.ack(backfill)
  expect(await world.verdict()).toEqual(CLEAN)
  const { body } = await world.api(`/equipment/${LIFT}`)
  expect(JSON.stringify(body)).toContain(`${newest.entry.value}`)
  const [ticket] = (await world.api('/tickets?open=true')).body.items
  expect(ticket.occurrences).toBe(1)
})

test('F17: a burst of 20 times the load for 3 s: healthy gateways are answered, and it is drained soon', async () => {
  const world = await openWorld()
  const steady = world.load({ rate: 100 })
  await until('steady load', () => world.ledger.acked().length > 50, 45_000)
  const burst = world.load({ rate: 2000, overspeedEvery: 400 })
  await until('the burst', () => world.ledger.entries().length > 4000, 20_000)
  burst.stop()
  await until('the burst is acknowledged', () => world.senders.every(sender => sender.open() < 50), 45_000)
  steady.stop()
  expect(await world.verdict(30_000)).toEqual(CLEAN)
})
