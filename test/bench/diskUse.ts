import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { silentLog } from '#domain/log.ts'
import type { Reading } from '#domain/telemetry.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import { wallClock } from '#domain/time.ts'
import { openTelemetryStore } from '#ingest'
import { startRollUp } from '../../ingest/rollUp.ts'
import { startInflux2Front } from '../helpers/influx2Front.ts'
import { startInfluxd } from '../helpers/influxd.ts'
import { requireBinary } from '../helpers/realServer.ts'

const METRICS = ['pressure', 'flow', 'current', 'temperature', 'vibration', 'running']
const RETENTION = { rawDays: 90, rollupDays: 1825 }
const FAR = { rawDays: 36_500, rollupDays: 36_500 }

interface Load {
  equipment: number
  hours: number
  everyMs: number
}

/** Readings as sensors give them: slow drift with noise in steps of a hundredth, and a switch. */
function* batches({ equipment, hours, everyMs }: Load, to: number): Generator<Reading[]> {
  let batch: Reading[] = []
  for (let ts = to - hours * 3_600_000; ts < to; ts += everyMs)
    for (let e = 0; e < equipment; e++) {
      const drift = Math.sin(ts / 7e6 + e) * 10 + 50
      const metrics = Object.fromEntries(
        METRICS.map((name, i) => [
          name,
          name === 'running' ? drift > 50 : Math.round((drift + i + Math.random()) * 100) / 100,
        ]),
      )
      const [site, gateway] = ['tower-a', `gw-${e % 20}`]
      batch.push({
        site,
        gateway,
        equipment: `pump-${e}`,
        class: 'fire-pump',
        ts,
        receivedAt: ts,
        metrics,
        backfill: false,
      })
      if (batch.length === 5000) {
        yield batch
        batch = []
      }
    }
  yield batch
}

/** What is taken on the disk: InfluxDB's files of series are mostly holes. */
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path)
  if (!found.isDirectory()) return found.blocks * 512
  const names = await readdir(path)
  return (await Promise.all(names.map(name => sizeOf(join(path, name))))).reduce((sum, size) => sum + size, 0)
}

async function rollUp(store: TelemetryStore, to: number): Promise<number> {
  const { rollups } = store
  if (rollups === undefined) return 0
  const began = performance.now()
  const limits = { everyMs: 10, graceMs: 0 }
  const clock = { ...wallClock(), kind: 'telemetry', now: () => to } as const
  const job = startRollUp({ rollups, clock, storedTo: () => to, log: silentLog, limits })
  while ((await rollups.rolledTo()) !== to) await new Promise(resolve => setTimeout(resolve, 20))
  await job.stop()
  return (performance.now() - began) / 1000
}

/** Fills a store, rolls it up and gives its bytes after each; `settle` makes the server write what it holds. */
async function measure(name: string, load: Load, open: () => Promise<TelemetryStore>, settle: () => Promise<number>) {
  const to = Math.floor(Date.now() / 3_600_000) * 3_600_000
  let store = await open()
  let values = 0
  const began = performance.now()
  for (const batch of batches(load, to)) {
    await store.append(batch)
    values += batch.length * METRICS.length
  }
  const storedIn = (performance.now() - began) / 1000
  await store.close()
  const raw = await settle()
  store = await open()
  const rolledIn = await rollUp(store, to)
  const asked = performance.now()
  const query = { class: 'fire-pump', equipment: 'pump-1', metric: 'flow', from: to - load.hours * 3_600_000, to }
  const buckets = await store.downsample({ ...query, everyMs: 3_600_000 })
  const answeredMs = performance.now() - asked
  const beforeLatest = performance.now()
  await store.latest({ class: 'fire-pump', equipment: 'pump-1' })
  const latestMs = performance.now() - beforeLatest
  await store.close()
  const all = await settle()
  const round = (n: number) => Math.round(n * 100) / 100
  return {
    store: name,
    values,
    'raw bytes a value': round(raw / values),
    'rollup bytes a raw value': round((all - raw) / values),
    'values stored a second': Math.round(values / storedIn),
    'values rolled up a second': Math.round(values / rolledIn),
    'hour buckets': buckets.length,
    'ms for them': round(answeredMs),
    'ms for the newest': round(latestMs),
  }
}

async function embedded(load: Load) {
  const dataDir = await mkdtemp(join(tmpdir(), 'caretaker-disk-'))
  const open = () => openTelemetryStore({ dataDir, retention: RETENTION })
  const figures = await measure('embedded', load, open, () => sizeOf(dataDir))
  await rm(dataDir, { recursive: true })
  return figures
}

async function influx(load: Load, version: 1 | 2) {
  const server = await startInfluxd(requireBinary('influxd') ?? '', { coldAfter: '2s' })
  const front = await startInflux2Front(server.url, 'token')
  await server.createDatabase('disk')
  const url = version === 1 ? server.url : front.url
  const settings = { version, url, database: 'disk', bucket: 'disk', org: 'o', token: 'token' }
  const open = () => openTelemetryStore({ dataDir: '/nowhere', influx: settings, retention: FAR })
  const settle = async () => {
    for (let last = -1, same = 0; same < 3; ) {
      const size = await sizeOf(server.dir).catch(() => -2)
      same = size === last ? same + 1 : 0
      last = size
      await new Promise(resolve => setTimeout(resolve, 1500))
    }
    return sizeOf(server.dir)
  }
  const figures = await measure(`influx${version}`, load, open, settle)
  await front.stop()
  await server.remove()
  return figures
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { equipment: { type: 'string' }, hours: { type: 'string' } } })
  const load = { equipment: Number(values.equipment ?? 200), hours: Number(values.hours ?? 24), everyMs: 10_000 }
  console.table([await embedded(load), await influx(load, 1), await influx(load, 2)])
}
