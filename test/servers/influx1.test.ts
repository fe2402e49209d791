import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import type { InfluxSettings } from '../../ingest/stores/influxSettings.ts'
import { openTelemetryStore } from '../../ingest/stores/openStore.ts'
import { describeRollups } from '../contracts/rollups.ts'
import { describeTelemetryStore, hour, reading, T0 } from '../contracts/telemetryStore.ts'
import { type Influxd, startInfluxd } from '../helpers/influxd.ts'
import { requireBinary } from '../helpers/realServer.ts'

const influxd = requireBinary('influxd')
const POINTS = { ...hour('pressure'), limit: 10 }

const open = (url: string, settings: Partial<InfluxSettings> = {}): Promise<TelemetryStore> =>
  openTelemetryStore({ dataDir: '/nowhere', influx: { version: 1, url, database: 'caretaker', ...settings } })

/** What a person would type at the server. */
const influxQl = async (url: string, text: string, query = '') => {
  const answer = await fetch(`${url}/query?${query}`, { method: 'POST', body: new URLSearchParams({ q: text }) })
  return answer.json() as Promise<{ results: { series?: { name: string; values: unknown[][] }[] }[] }>
}

describe.skipIf(influxd === undefined)('InfluxDB 1.6.7', () => {
  let server: Influxd
  beforeAll(async () => {
    server = await startInfluxd(influxd ?? '')
  })
  afterAll(() => server?.remove())

  describeTelemetryStore('influx1', () => open(server.url))
  describeRollups('influx1', (name, retention) =>
    openTelemetryStore({ dataDir: '/nowhere', influx: { version: 1, url: server.url, database: name }, retention }),
  )

  it('rolls up the others beside equipment whose sum is infinite', async () => {
    const influx = { version: 1, url: server.url, database: 'infinite' } as const
    const store = await openTelemetryStore({
      dataDir: '/nowhere',
      influx,
      retention: { rawDays: 90, rollupDays: 1825 },
    })
    onTestFinished(() => store.close())
    const from = Date.now() - (Date.now() % 3_600_000) - 3_600_000
    const huge = [1, 2].map(i => reading({ pressure: 1.5e308 }, { ts: from + i, equipment: 'huge' }))
    await store.append([...huge, reading({ pressure: 3 }, { ts: from })])
    expect(await store.rollups?.roll({ from, to: from + 3_600_000 })).toBe(1)
  })

  it('sets how long the raw points and the rollups are kept, once the raw points are rolled up', async () => {
    const influx = { version: 1, url: server.url, database: 'kept' } as const
    const store = await openTelemetryStore({
      dataDir: '/nowhere',
      influx,
      retention: { rawDays: 90, rollupDays: 1825 },
    })
    onTestFinished(() => store.close())
    const kept = async () => {
      const { results } = await influxQl(
        server.url,
        'show retention policies on kept; show retention policies on kept_rollup',
      )
      return results.map(result => result.series?.[0]?.values[0]?.[1])
    }
    const now = Date.now()
    const to = now - (now % 3_600_000)
    await store.append([reading({ pressure: 1 }, { ts: to - 1 })])
    await store.rollups?.rolledTo()
    await store.rollups?.expire(now)
    expect(await kept()).toEqual(['0s', '0s'])
    await store.rollups?.roll({ from: to - 3_600_000, to })
    await store.rollups?.expire(now)
    expect(await kept()).toEqual([`${90 * 24}h0m0s`, `${1825 * 24}h0m0s`])
  })

  it('makes the database when it is missing, for a write and for a read', async () => {
    const store = await open(server.url, { database: 'made "here"' })
    onTestFinished(() => store.close())
    await store.append([reading({ pressure: 1 })])
    await influxQl(server.url, 'drop database "made \\"here\\""')
    expect(await store.range(POINTS)).toEqual([])
    await influxQl(server.url, 'drop database "made \\"here\\""')
    await store.append([reading({ pressure: 2 })])
    expect(await store.range(POINTS)).toEqual([{ ts: T0, value: 2 }])
  })

  it('writes a measurement a class, with site and equipment as tags', async () => {
    const store = await open(server.url, { database: 'layout' })
    onTestFinished(() => store.close())
    await store.append([reading({ running: true, pressure: 2.5 })])
    const { results } = await influxQl(server.url, 'select * from "fire-pump" group by *', 'db=layout&epoch=ms')
    expect(results[0]?.series).toEqual([
      {
        name: 'fire-pump',
        tags: { equipment: 'pump-1', site: 'tower-a' },
        columns: ['time', 'pressure', 'running'],
        values: [[T0, 2.5, 1]],
      },
    ])
  })

  it('carries tags with every character that line protocol escapes', async () => {
    const store = await open(server.url, { database: 'tags' })
    onTestFinished(() => store.close())
    const equipment = `a b,c=d "e" 'f' 电梯`
    await store.append([reading({ pressure: 3 }, { equipment, site: 'x, y=z' }), reading({ pressure: 4 })])
    expect(await store.range({ ...POINTS, equipment })).toEqual([{ ts: T0, value: 3 }])
    const { results } = await influxQl(server.url, 'show measurements; show tag values with key = site', 'db=tags')
    expect(results.map(result => result.series?.[0]?.values)).toEqual([
      [['fire-pump']],
      [
        ['site', 'tower-a'],
        ['site', 'x, y=z'],
      ],
    ])
  })

  it('says what the server refuses: a field that holds another type', async () => {
    const store = await open(server.url, { database: 'conflict' })
    onTestFinished(() => store.close())
    await store.append([reading({ pressure: 1 })])
    await fetch(`${server.url}/write?db=conflict`, { method: 'POST', body: 'fire-pump,equipment=x level="high"' })
    await expect(store.append([reading({ level: 1 }), reading({ pressure: 1 })])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      failure: 'refused',
      message: expect.stringContaining('field type conflict'),
    })
  })

  it('starts while the server is down, says so, and works once it is up', async () => {
    const other = await startInfluxd(influxd ?? '')
    onTestFinished(() => other.remove())
    await other.stop()
    const store = await open(other.url)
    onTestFinished(() => store.close())
    await expect(store.append([reading({ pressure: 1 })])).rejects.toMatchObject({ failure: 'retryable' })
    await expect(store.range(POINTS)).rejects.toMatchObject({ failure: 'retryable' })
    await other.restart()
    await store.append([reading({ pressure: 2 })])
    expect(await store.range(POINTS)).toEqual([{ ts: T0, value: 2 }])
  })

  it('keeps what was appended when the server is killed', async () => {
    const other = await startInfluxd(influxd ?? '')
    onTestFinished(() => other.remove())
    const store = await open(other.url)
    onTestFinished(() => store.close())
    for (let i = 0; i < 20; i++) await store.append([reading({ pressure: i }, { ts: T0 + i })])
    await other.stop('SIGKILL')
    await other.restart()
    expect(await store.range({ ...POINTS, limit: 100 })).toHaveLength(20)
  })
})

describe.skipIf(influxd === undefined)('InfluxDB 1.6.7 with users and a small body limit', () => {
  let server: Influxd
  beforeAll(async () => {
    server = await startInfluxd(influxd ?? '', { auth: true, maxBody: 2000 })
    await influxQl(server.url, `create user warden with password 'keys' with all privileges`)
  })
  afterAll(() => server?.remove())

  it('logs in', async () => {
    const store = await open(server.url, { username: 'warden', password: 'keys' })
    onTestFinished(() => store.close())
    await store.append([reading({ pressure: 5 })])
    expect(await store.range(POINTS)).toEqual([{ ts: T0, value: 5 }])
  })

  it('says that the settings are wrong when the log-in is', async () => {
    for (const settings of [{}, { username: 'warden', password: 'wrong' }]) {
      const store = await open(server.url, settings)
      onTestFinished(() => store.close())
      await expect(store.append([reading({ pressure: 5 })])).rejects.toMatchObject({
        failure: 'misconfigured',
        message: expect.stringMatching(/^InfluxDB answered 401: .*(authorization failed|credentials)/),
      })
      await expect(store.range(POINTS)).rejects.toMatchObject({ failure: 'misconfigured' })
    }
  })

  it('says that a batch is too large', async () => {
    const store = await open(server.url, { username: 'warden', password: 'keys' })
    onTestFinished(() => store.close())
    const batch = Array.from({ length: 100 }, (_, i) => reading({ pressure: i }, { ts: T0 + i, equipment: 'large' }))
    await expect(store.append(batch)).rejects.toMatchObject({ failure: 'tooLarge' })
    await store.append(batch.slice(0, 10))
    expect(await store.range({ ...POINTS, equipment: 'large' })).toHaveLength(10)
  })
})
