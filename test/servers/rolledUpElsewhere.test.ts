import { describe, expect, onTestFinished, test } from 'vitest'
import { openTelemetryStore } from '#ingest'
import { reading } from '../contracts/telemetryStore.ts'
import { startInfluxd } from '../helpers/influxd.ts'
import { requireBinary } from '../helpers/realServer.ts'
import { tempDir } from '../helpers/tempDir.ts'

const influxd = requireBinary('influxd')
const HOUR = 3_600_000

describe.skipIf(influxd === undefined)('readings that another process stores', () => {
  test('late ones are rolled up again, also those that come while their hour is being rolled up again', async () => {
    const server = await startInfluxd(influxd as string)
    onTestFinished(() => server.remove())
    const influx = { version: 1, url: server.url, database: 'telemetry' } as const
    const config = { dataDir: await tempDir(), influx, retention: { rawDays: 30, rollupDays: 60 } }
    const service = await openTelemetryStore(config)
    const worker = await openTelemetryStore({ ...config, influx: { ...influx, rolledUpElsewhere: true } })
    onTestFinished(async () => void (await Promise.all([service.close(), worker.close()])))
    const { rollups } = service
    if (!rollups) throw new Error('no rollups')
    const from = Math.floor(Date.now() / HOUR) * HOUR - 2 * HOUR
    const at = (minutes: number) => reading({ flow: minutes }, { ts: from + minutes * 60_000 })
    const hour = { class: 'fire-pump', metric: 'flow', equipment: 'pump-1', from, to: from + HOUR }
    const count = async () => (await service.downsample({ ...hour, everyMs: HOUR })).map(bucket => bucket.count)

    await worker.append([at(1)])
    await rollups.roll({ from, to: from + HOUR })
    while ((await rollups.rollLate(10)) > 0);
    expect(await count()).toEqual([1])
    await worker.append([at(2)])
    await worker.append([at(3)])
    expect(await rollups.rollLate(1)).toBe(1)
    while ((await rollups.rollLate(10)) > 0);
    expect(await count()).toEqual([3])
    expect(await rollups.rollLate(10)).toBe(0)
  })
})
