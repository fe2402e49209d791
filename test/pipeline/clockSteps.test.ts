import { expect, test } from 'vitest'
import type { Ticket } from '#domain/tickets.ts'
import { aheadClock } from '../helpers/aheadClock.ts'
import { eventually, startTestService } from '../helpers/service.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const CODE = 'ELV-OVERTRAVEL'
const OVERSPEED = { carDirection: 1, carSpeed: 2.5 }

const breached = ({ clocks }: Ticket) => clocks.flatMap(({ kind, breachedAt }) => (breachedAt ? [kind] : []))
const counts = ({ timeline }: Ticket) =>
  Object.entries(Object.groupBy(timeline, line => line.event)).map(([event, lines]) => [event, lines?.length])

// F14 of the fault matrix.
test('the clock steps a day ahead and back an hour: each promise breaks once, nobody is logged out, readings keep their times', async () => {
  const clock = aheadClock()
  const service = await startTestService({}, clock)
  const password = await service.register('gw-1', [
    { id: 'lift-1', class: 'elevator' },
    { id: 'lift-2', class: 'elevator' },
  ])
  const mqtt = await service.mqtt('gw-1', password)
  const publish = (lift: string, ts: number) =>
    mqtt.publishAsync(`facility/v1/s1/gw-1/${lift}/telemetry`, JSON.stringify({ ts, metrics: OVERSPEED }), { qos: 1 })
  const ticketOf = async (lift: string): Promise<string> => {
    const found = await eventually(
      async () => (await service.api(`/tickets?equipment=${lift}`)).body.items,
      items => items.some((ticket: Ticket) => ticket.faultCode === CODE),
    )
    return found.find((ticket: Ticket) => ticket.faultCode === CODE).id
  }
  const look = async (id: string): Promise<Ticket> => {
    const ticket = await service.service.maintenance.tickets.get(id)
    if (!ticket) throw new Error(`no ticket ${id}`)
    return ticket
  }

  const measured = clock.now()
  await publish('lift-1', measured)
  const first = await ticketOf('lift-1')
  const promised = (await look(first)).clocks.map(({ kind, dueAt }) => [kind, dueAt])
  clock.ahead = DAY
  const late = await eventually(
    () => look(first),
    told => breached(told).length === told.clocks.length,
  )
  const before = counts(late)

  clock.ahead = -HOUR
  expect((await service.api('/session')).status).toBe(200)
  await publish('lift-2', clock.now())
  const second = await ticketOf('lift-2')
  clock.ahead = DAY
  await eventually(
    () => look(second),
    told => breached(told).length === told.clocks.length,
  )

  const now = await look(first)
  expect(now.clocks.map(({ kind, dueAt }) => [kind, dueAt])).toEqual(promised)
  expect(now.clocks).toEqual(late.clocks)
  expect(counts(now)).toEqual(before)
  clock.ahead = 0
  // A day of silence is a fault of its own; the overspeed of each lift has one ticket.
  const { items } = (await service.api('/tickets?open=true')).body
  const ofOverspeed = items.filter((ticket: Ticket) => ticket.faultCode === CODE)
  expect(ofOverspeed.map(({ id }: Ticket) => id).toSorted()).toEqual([first, second].toSorted())
  const [from, to] = [measured - HOUR, measured + HOUR]
  const { body } = await eventually(
    () => service.api(`/equipment/lift-1/telemetry?metric=carSpeed&from=${from}&to=${to}`),
    answer => answer.body.points.length > 0,
  )
  expect(body.points).toEqual([{ ts: new Date(measured).toISOString(), value: 2.5 }])
})
