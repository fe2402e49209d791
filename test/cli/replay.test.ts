import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { DeviceMessage } from '#domain/message.ts'
import { playRecording } from '../../cli/replay/playRecording.ts'
import type { Row } from '../../cli/replay/readRecording.ts'
import { replayCommand } from '../../cli/replay.ts'
import { openTestDoor, passwordOf } from '../helpers/door.ts'
import { tempDir } from '../helpers/tempDir.ts'

const CSV = `﻿DeviceTimeStamp,OTI,OLI,OTI_A
2019-06-25T13:00,31.0,37,0
2019-06-25T13:15,,38,0
2019-06-25T13:30,abc,39,1
someday,33.0,40,1
2019-06-25T14:00,34.5,41,0
`

async function file(content: string): Promise<string> {
  const path = join(await tempDir(), 'recording.csv')
  await writeFile(path, content)
  return path
}

const login = (port: number, site = 's1') => [
  ...['--url', `mqtt://127.0.0.1:${port}`, '--site', site],
  ...['--gateway', 'gw1', '--password', passwordOf('gw1'), '--equipment', 'trafo-1'],
]
const run = (...args: string[]) => replayCommand().exitOverride().parseAsync(args, { from: 'user' })
const json = (m: DeviceMessage) => JSON.parse(m.payload.toString())
const telemetry = (all: readonly DeviceMessage[]) =>
  all.filter(m => m.topic.endsWith('/trafo-1/telemetry')).flatMap(m => [json(m)].flat())

test('publishes what was recorded, at its own times, and leaves out what cannot be read', async () => {
  const { broker, accepted } = await openTestDoor()
  const maps = ['--map', 'OTI=topOilTemperature', '--map', 'OLI=oilLevel', '--event-column', 'OTI_A=TRF-OIL']
  await run(await file(CSV), ...login(broker.port), ...maps, '--speed', '0', '--class', 'transformer')
  const at = (minutes: number) => Date.UTC(2019, 5, 25, 13, minutes)
  expect(telemetry(accepted).map(({ ts, metrics }) => [ts, metrics])).toEqual([
    [at(0), { topOilTemperature: 31, oilLevel: 37 }],
    [at(15), { oilLevel: 38 }],
    [at(30), { oilLevel: 39 }],
    [at(60), { topOilTemperature: 34.5, oilLevel: 41 }],
  ])
  expect(accepted.filter(m => m.topic.endsWith('/trafo-1/event')).map(json)).toEqual([
    { ts: at(30), code: 'TRF-OIL', active: true },
    { ts: at(60), code: 'TRF-OIL', active: false },
  ])
  expect(accepted.some(m => m.topic.endsWith('/birth'))).toBe(false)
})

test('a factor brings a column to the unit of its metric, an offset to UTC, and the end of the file to now', async () => {
  const { broker, accepted } = await openTestDoor()
  const before = Date.now()
  const csv = 'when;kPa\n2026-01-01 08:00;120\n2026-01-01 08:01;130\n'
  const options = ['--map', 'kPa=staticPressure*0.001', '--timezone', '+08:00', '--shift', 'end', '--speed', '0']
  await run(await file(csv), ...login(broker.port), ...options)
  const [first, last] = telemetry(accepted)
  expect([first.metrics, last.metrics]).toEqual([{ staticPressure: 0.12 }, { staticPressure: 0.13 }])
  expect(last.ts - first.ts).toBe(60_000)
  expect(last.ts).toBeGreaterThanOrEqual(before)
  expect(last.ts).toBeLessThanOrEqual(Date.now())
})

test('a long recording goes out in messages that the service accepts, nothing lost, nothing twice', async () => {
  const { broker, accepted } = await openTestDoor()
  const rows = Array.from({ length: 3000 }, (_, i) => `${1_795_000_000 + i},${i / 10}`)
  const path = await file(`ts,value\n${rows.join('\n')}\n`)
  await run(path, ...login(broker.port), '--map', 'value=topOilTemperature', '--speed', '0')
  const samples = telemetry(accepted)
  expect(samples.map(s => s.seq)).toEqual(rows.map((_, i) => i))
  expect(samples.map(s => s.ts / 1000 - 1_795_000_000)).toEqual(rows.map((_, i) => i))
  expect(accepted.every(m => m.payload.length <= 65_536)).toBe(true)
})

test('rows wait for their time at the given speed, and rows due together travel together', async () => {
  const rows: Row[] = [0, 0, 60, 600].map(s => ({
    ts: s * 1000,
    metrics: { humidity: s },
    active: [],
    skipped: [],
    bytes: 0,
  }))
  const sent: [at: number, count: number][] = []
  let now = 5_000_000
  await playRecording({
    rows: (async function* () {
      yield* rows
    })(),
    device: {
      send: (_, samples) => void sent.push([now - 5_000_000, samples.length]),
      report: () => undefined,
      settled: async () => undefined,
    },
    ...{ equipment: 'e', speed: 600, shiftMs: 0, tally: { rows: 0, samples: 0, events: 0, skipped: new Map() } },
    now: () => now,
    wait: async ms => {
      now += ms
    },
  })
  expect(sent).toEqual([
    [0, 2],
    [100, 1],
    [1000, 1],
  ])
})

const GOOD = ['--map', 'OTI=topOilTemperature', '--speed', '0']

test.each([
  ['a metric that no class has', ['--map', 'OTI=oilTemperature'], 'UNKNOWN_METRIC'],
  ['a metric that its class has not', [...GOOD, '--class', 'elevator'], 'UNKNOWN_METRIC'],
  ['a column that the file has not', ['--map', 'XTI=topOilTemperature'], 'BAD_REQUEST'],
  ['nothing mapped', [], 'BAD_REQUEST'],
  ['a recording that would lead into the future', [...GOOD, '--shift', 'now', '--speed', '600'], 'BAD_REQUEST'],
])('refuses %s', async (_, options, code) => {
  const { broker } = await openTestDoor()
  await expect(run(await file(CSV), ...login(broker.port), ...options)).rejects.toMatchObject({ code })
})

test('says what is wrong with the file and with the broker', async () => {
  const { broker } = await openTestDoor()
  await expect(run('/nowhere.csv', ...login(broker.port), ...GOOD)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(run(await file('a,b\n'), ...login(broker.port), '--map', 'a=humidity')).rejects.toThrow(/no rows/)
  const nothing = await file('time,OTI\n2026-01-01 00:00,x\n')
  await expect(run(nothing, ...login(broker.port), ...GOOD)).rejects.toThrow(/No row/)
  const wrong = ['--password', 'no', ...GOOD]
  await expect(run(await file(CSV), ...login(broker.port), ...wrong)).rejects.toMatchObject({ code: 'BROKER_REFUSED' })
})

test('a wrong site is told as such, not tried for ever', async () => {
  const { broker } = await openTestDoor()
  await expect(run(await file(CSV), ...login(broker.port, 's2'), ...GOOD)).rejects.toMatchObject({
    code: 'BROKER_REFUSED',
  })
})
