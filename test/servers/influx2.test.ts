import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import type { InfluxSettings } from '../../ingest/stores/influxSettings.ts'
import { openTelemetryStore } from '../../ingest/stores/openStore.ts'
import { describeRollups } from '../contracts/rollups.ts'
import { describeTelemetryStore, hour, reading, T0 } from '../contracts/telemetryStore.ts'
import { type Influx2Front, startInflux2Front } from '../helpers/influx2Front.ts'
import { type Influxd, startInfluxd } from '../helpers/influxd.ts'
import { requireBinary } from '../helpers/realServer.ts'
import { startVictoriaMetrics, type VictoriaMetrics } from '../helpers/victoriaMetrics.ts'

const influxd = requireBinary('influxd')
const victoriaMetrics = requireBinary('victoria-metrics')
const TOKEN = 'a-token-made-for-this-test'
const POINTS = { ...hour('pressure'), limit: 10 }

const open = (url: string, settings: Partial<InfluxSettings> = {}): Promise<TelemetryStore> =>
  openTelemetryStore({
    dataDir: '/nowhere',
    influx: { version: 2, url, token: TOKEN, org: 'our org', bucket: 'telemetry', ...settings },
  })

describe.skipIf(influxd === undefined)('InfluxDB 2 requests, answered by InfluxDB 1.6.7 behind a front', () => {
  let server: Influxd
  let front: Influx2Front
  beforeAll(async () => {
    server = await startInfluxd(influxd ?? '')
    await server.createDatabase('telemetry')
    front = await startInflux2Front(server.url, TOKEN)
  })
  afterAll(async () => {
    await front?.stop()
    await server?.remove()
  })

  describeTelemetryStore('influx2', () => open(front.url))
  describeRollups('influx2', async (name, retention) => {
    await server.createDatabase(name)
    const influx = { version: 2, url: front.url, token: TOKEN, org: 'our org', bucket: name } as const
    return openTelemetryStore({ dataDir: '/nowhere', influx, retention })
  })

  it('asks as InfluxDB 2 wants it: token, organisation, bucket, precision; values bound, not written into the query', async () => {
    const store = await open(front.url)
    onTestFinished(() => store.close())
    front.seen.splice(0)
    await store.append([reading({ pressure: 2.5, running: true }), reading({ pressure: null })])
    await store.range({ ...POINTS, equipment: 'lobby' })
    const [write, query] = front.seen
    expect(write).toEqual({
      method: 'POST',
      path: '/api/v2/write',
      query: { org: 'our org', bucket: 'telemetry', precision: 'ms' },
      authorization: `Token ${TOKEN}`,
      contentType: 'text/plain; charset=utf-8',
      body: `fire-pump,equipment=pump-1,site=tower-a pressure=2.5,running=1 ${T0}\n`,
    })
    expect(query).toMatchObject({
      method: 'POST',
      path: '/query',
      query: { org: 'our org', db: 'telemetry' },
      authorization: `Token ${TOKEN}`,
    })
    const form = new URLSearchParams(query?.body)
    expect(form.get('q')).not.toContain('lobby')
    expect(JSON.parse(form.get('params') ?? '')).toMatchObject({ equipment: 'lobby' })
  })

  it('says that the settings are wrong: token, bucket', async () => {
    for (const settings of [{ token: 'wrong' }, { bucket: 'no-such-bucket' }]) {
      const store = await open(front.url, settings)
      onTestFinished(() => store.close())
      await expect(store.append([reading({ pressure: 1 })])).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        failure: 'misconfigured',
        message: expect.stringMatching(/401.*unauthorized|404.*not found/),
      })
      await expect(store.range(POINTS)).rejects.toMatchObject({ failure: 'misconfigured' })
    }
  })

  it('says what the server refuses', async () => {
    const store = await open(front.url)
    onTestFinished(() => store.close())
    await fetch(`${server.url}/write?db=telemetry`, { method: 'POST', body: 'fire-pump,equipment=x level2="high"' })
    await expect(store.append([reading({ level2: 1 })])).rejects.toMatchObject({
      failure: 'refused',
      message: expect.stringContaining('field type conflict'),
    })
  })
})

/** What VictoriaMetrics holds, as its export tells it: one line a series. */
async function exported(url: string): Promise<{ name: string; times: number[]; values: number[] }[]> {
  await fetch(`${url}/internal/force_flush`)
  const answer = await fetch(`${url}/api/v1/export?match[]=${encodeURIComponent('{__name__!=""}')}`)
  const lines = (await answer.text()).split('\n').filter(line => line !== '')
  return lines
    .map(line => JSON.parse(line))
    .map(({ metric, timestamps, values }) => {
      const { __name__: name, ...labels } = metric
      return { name: `${name}${JSON.stringify(labels)}`, times: timestamps, values }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

describe.skipIf(victoriaMetrics === undefined)('InfluxDB 2 write path into VictoriaMetrics', () => {
  let server: VictoriaMetrics
  beforeAll(async () => {
    // A hundred years are kept, so that the fixed times of the test never grow too old for it.
    server = await startVictoriaMetrics(victoriaMetrics ?? '', ['-retentionPeriod=100y', '-influx.maxLineSize=400'])
  })
  afterAll(() => server?.remove())

  it('stores every value with its time and tags', async () => {
    const store = await open(server.url)
    onTestFinished(() => store.close())
    await store.append([
      reading({ pressure: 8.5, running: true, flow: null }),
      reading({ pressure: 8.25 }, { ts: T0 + 1000 }),
      reading({ pressure: -3 }, { equipment: 'b 2,c=3', site: 'tower b' }),
    ])
    const series = await exported(server.url)
    expect(series.map(({ name, ...rest }) => ({ name: name.replace(/\{.*/, ''), ...rest }))).toEqual([
      { name: 'fire-pump_pressure', times: [T0], values: [-3] },
      { name: 'fire-pump_pressure', times: [T0, T0 + 1000], values: [8.5, 8.25] },
      { name: 'fire-pump_running', times: [T0], values: [1] },
    ])
    const labels = series.map(({ name }) => JSON.parse(name.replace(/^[^{]*/, '')))
    expect(labels).toEqual([
      expect.objectContaining({ equipment: 'b 2,c=3', site: 'tower b' }),
      expect.objectContaining({ equipment: 'pump-1', site: 'tower-a' }),
      expect.objectContaining({ equipment: 'pump-1', site: 'tower-a' }),
    ])
  })

  it('says what the server refuses: a line longer than it takes', async () => {
    const store = await open(server.url)
    onTestFinished(() => store.close())
    const metrics = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`metricOfALongLine${i}`, i]))
    await expect(store.append([reading(metrics)])).rejects.toMatchObject({
      failure: 'refused',
      message: expect.stringContaining('too long line'),
    })
  })

  it('says that the settings are wrong when the server wants another log-in', async () => {
    const closed = await startVictoriaMetrics(victoriaMetrics ?? '', ['-httpAuth.username=u', '-httpAuth.password=p'])
    onTestFinished(() => closed.remove())
    const store = await open(closed.url)
    onTestFinished(() => store.close())
    await expect(store.append([reading({ pressure: 1 })])).rejects.toMatchObject({ failure: 'misconfigured' })
  })

  it('starts while the server is down and says so', async () => {
    const gone = await startVictoriaMetrics(victoriaMetrics ?? '')
    onTestFinished(() => gone.remove())
    await gone.remove()
    const store = await open(gone.url)
    onTestFinished(() => store.close())
    await expect(store.append([reading({ pressure: 1 })])).rejects.toMatchObject({ failure: 'retryable' })
  })
})
