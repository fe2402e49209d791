import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { silentLog } from '#domain/log.ts'
import type { SpoolItem } from '#domain/spool.ts'
import { createAlarms } from '../../ingest/alarms.ts'
import { openSpool } from '../../ingest/spool/spool.ts'
import type { RefusedReading } from '../../ingest/storeReadings.ts'
import { openTelemetryStore } from '../../ingest/stores/openStore.ts'
import { startWriter } from '../../ingest/writer.ts'
import { hour, reading, T0 } from '../contracts/telemetryStore.ts'
import { type Influxd, startInfluxd } from '../helpers/influxd.ts'
import { requireBinary } from '../helpers/realServer.ts'
import { tempDir } from '../helpers/tempDir.ts'

const influxd = requireBinary('influxd')
const limits = { gatherMs: 0, retry: { firstMs: 5, longestMs: 20 }, misconfiguredMs: 20, drainMs: 500 }

async function moving(settings: object, items: SpoolItem[]) {
  const store = await openTelemetryStore({ dataDir: '/nowhere', influx: { version: 1, url: '', ...settings } })
  const spool = openSpool({ file: join(await tempDir(), 'spool.db'), readers: ['store'], now: () => 0, log: silentLog })
  await spool.append({ items: items.map(item => JSON.stringify(item)), rejections: [] })
  const alarms = createAlarms(() => 0)
  const refused: RefusedReading[] = []
  const reader = spool.reader('store')
  const keepRefused = async (some: readonly RefusedReading[]) => void refused.push(...some)
  const writer = startWriter({ reader, store, keepRefused, alarms, limits, log: silentLog })
  onTestFinished(async () => {
    await writer.stop()
    spool.close()
    await store.close()
  })
  return { store, reader, refused, codes: () => alarms.list().map(({ code }) => code) }
}

const itemsOf = (n: number, metric: string): SpoolItem[] =>
  Array.from({ length: n }, (_, i) => ({ kind: 'reading', reading: reading({ [metric]: i }, { ts: T0 + i }) }))

describe.skipIf(influxd === undefined)('from the spool into InfluxDB 1.6.7', () => {
  let server: Influxd
  const ask = (q: string, auth = '') =>
    fetch(`${server.url}/query?${auth}`, { method: 'POST', body: new URLSearchParams({ q }) })
  beforeAll(async () => {
    server = await startInfluxd(influxd ?? '', { auth: true, maxBody: 4_000 })
    await ask(`create user warden with password 'keys' with all privileges`)
    for (const name of ['conflict', 'large', 'locked']) await ask(`create database ${name}`, 'u=warden&p=keys')
  })
  afterAll(() => server?.remove())
  const settings = (database: string) => ({ url: server.url, database, username: 'warden', password: 'keys' })

  it('a field of another type: only the readings that carry it are put aside', async () => {
    const line = `fire-pump,equipment=x,site=y level="high" ${T0}000000`
    await fetch(`${server.url}/write?db=conflict&u=warden&p=keys`, { method: 'POST', body: line })
    const items = itemsOf(20, 'pressure')
    const bad = [{ kind: 'reading' as const, reading: reading({ level: 1 }, { ts: T0 + 500 }) }]
    const t = await moving(settings('conflict'), [...items.slice(0, 7), ...bad, ...items.slice(7)])
    await expect.poll(() => t.reader.position(), { timeout: 10_000 }).toBe(21)
    expect(t.refused.map(({ reading: { ts }, why }) => [ts - T0, /field type conflict/.test(why)])).toEqual([
      [500, true],
    ])
    expect(await t.store.range({ ...hour('pressure'), limit: 100 })).toHaveLength(20)
  })

  it('a body that is too large: smaller batches, nothing put aside', async () => {
    const t = await moving(settings('large'), itemsOf(500, 'pressure'))
    await expect.poll(() => t.reader.position(), { timeout: 20_000 }).toBe(500)
    expect(t.refused).toEqual([])
    expect(await t.store.range({ ...hour('pressure'), limit: 1_000 })).toHaveLength(500)
  })

  it('a wrong password: an alarm and nothing dropped; once the user exists it goes on', async () => {
    const t = await moving({ ...settings('locked'), username: 'newcomer', password: 'secret' }, itemsOf(50, 'pressure'))
    await expect.poll(t.codes, { timeout: 10_000 }).toEqual(['STORE_MISCONFIGURED'])
    expect(t.reader.position()).toBe(0)
    await ask(`create user newcomer with password 'secret' with all privileges`, 'u=warden&p=keys')
    await expect.poll(() => t.reader.position(), { timeout: 20_000 }).toBe(50)
    expect(t.codes()).toEqual([])
    expect(await t.store.range({ ...hour('pressure'), limit: 100 })).toHaveLength(50)
  })
})
