import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { openTelemetryStore } from '../../../ingest/stores/openStore.ts'
import { describeRollups } from '../../contracts/rollups.ts'
import { describeTelemetryStore, hour, reading, T0 } from '../../contracts/telemetryStore.ts'
import { tempDir } from '../../helpers/tempDir.ts'

const sharedDir = mkdtempSync(join(tmpdir(), 'caretaker-embedded-'))
afterAll(() => rm(sharedDir, { recursive: true, force: true }))

describeTelemetryStore('embedded', () => openTelemetryStore({ dataDir: sharedDir }))

const POINTS = { ...hour('pressure'), limit: 10 }

describe('a copy', () => {
  it('is of one moment, and of two readings at one time the later still counts, though many were appended', async () => {
    const [dataDir, copyDir] = [await tempDir(), await tempDir()]
    const store = await openTelemetryStore({ dataDir })
    const span = Array.from({ length: 40_000 }, (_, i) => T0 + i)
    for (const pressure of [1, 2, 3, 4]) await store.append(span.map(ts => reading({ pressure }, { ts })))
    const going = { on: true }
    const writing = (async () => {
      for (let n = 1; going.on; n++) await store.append([reading({ pressure: n }, { ts: T0 + 3_600_000 + n })])
    })()
    await store.copyTo?.(join(copyDir, 'telemetry.duckdb'), new AbortController().signal)
    going.on = false
    await writing
    await store.close()
    const copied = await openTelemetryStore({ dataDir: copyDir })
    onTestFinished(() => copied.close())
    const points = await copied.range({ ...hour('pressure'), limit: 50_000 })
    expect(points).toHaveLength(span.length)
    expect(new Set(points.map(point => point.value))).toEqual(new Set([4]))
  })

  it('is given up when it is told to, and the store goes on', async () => {
    const [dataDir, copyDir] = [await tempDir(), await tempDir()]
    const store = await openTelemetryStore({ dataDir })
    onTestFinished(() => store.close())
    await store.append([reading({ pressure: 1 })])
    await expect(store.copyTo?.(join(copyDir, 'a.duckdb'), AbortSignal.abort())).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    })
    await store.copyTo?.(join(copyDir, 'b.duckdb'), new AbortController().signal)
    expect(await store.range(POINTS)).toHaveLength(1)
  })
})

const APPENDER = fileURLToPath(new URL('../../helpers/appendUntilKilled.ts', import.meta.url))
const ROWS = 300

/** Runs the appender on `dataDir` from batch `first` and kills it after some batches; returns the last it reported. */
async function appendAndKill(dataDir: string, first: number, batches: number): Promise<number> {
  const child = spawn(process.execPath, [APPENDER, dataDir, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  let last = first - 1
  for await (const line of createInterface(child.stdout)) {
    last = Number(line)
    if (last >= first + batches - 1) child.kill('SIGKILL')
  }
  await gone
  expect(child.signalCode).toBe('SIGKILL')
  return last
}

/** How many rows of the appender's each batch has, over all its equipment. */
async function rowsByBatch(dataDir: string): Promise<Map<number, number>> {
  const store = await openTelemetryStore({ dataDir })
  const rows = new Map<number, number>()
  for (let e = 0; e < 10; e++) {
    const query = { class: 'fire-pump', equipment: `e-${e}`, metric: 'pressure', from: 0, to: 1e12 }
    for (const { value } of await store.range({ ...query, limit: 1e6 })) rows.set(value, (rows.get(value) ?? 0) + 1)
  }
  await store.close()
  return rows
}

describe('the embedded store on disk', () => {
  it('has everything after it was closed and opened again, with the last value of a time', async () => {
    const dataDir = await tempDir()
    const first = await openTelemetryStore({ dataDir })
    await first.append([reading({ pressure: 1, flow: 1 })])
    await first.close()
    const second = await openTelemetryStore({ dataDir })
    await second.append([reading({ pressure: 2 }), reading({ pressure: 9 }, { equipment: 'pump-2' })])
    await second.close()
    const third = await openTelemetryStore({ dataDir })
    expect(await third.range(POINTS)).toEqual([{ ts: T0, value: 2 }])
    expect(await third.range({ ...POINTS, metric: 'flow' })).toEqual([{ ts: T0, value: 1 }])
    expect(await third.range({ ...POINTS, equipment: 'pump-2' })).toEqual([{ ts: T0, value: 9 }])
    await third.close()
  })

  it('has every batch that was reported stored, whole, when the process is killed in the middle of its work', async () => {
    const dataDir = await tempDir()
    let next = 0
    for (const batches of [1, 7, 25]) {
      const last = await appendAndKill(dataDir, next, batches)
      const rows = await rowsByBatch(dataDir)
      for (let batch = 0; batch <= last; batch++) expect(rows.get(batch), `batch ${batch}`).toBe(ROWS)
      expect([...rows.values()].every(count => count === ROWS)).toBe(true)
      next = Math.max(...rows.keys()) + 1
    }
  })

  it('waits for what was begun before it closes, and takes nothing afterwards', async () => {
    const dataDir = await tempDir()
    const store = await openTelemetryStore({ dataDir })
    const work = [
      store.append(Array.from({ length: 3000 }, (_, i) => reading({ pressure: i }, { ts: T0 + i }))),
      store.append([reading({ flow: 1 })]),
      store.range(POINTS),
    ]
    await store.close()
    await Promise.all(work)
    await expect(store.append([reading({ pressure: 1 })])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await expect(store.range(POINTS)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await store.close()
    const again = await openTelemetryStore({ dataDir })
    expect(await again.range({ ...POINTS, limit: 5000 })).toHaveLength(3000)
    await again.close()
  })

  it('refuses a folder whose file another process has open', async () => {
    const dataDir = await tempDir()
    const child = spawn(process.execPath, [APPENDER, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
    const gone = once(child, 'exit')
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await gone
    })
    await once(child.stdout, 'data')
    await expect(openTelemetryStore({ dataDir })).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE' })
  })

  it('answers queries while a large batch is being stored, and keeps the event loop free', async () => {
    const store = await openTelemetryStore({ dataDir: await tempDir() })
    await store.append([reading({ pressure: 1 })])
    const metrics = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`m${i}`, i]))
    const batch = Array.from({ length: 10_000 }, (_, i) => reading(metrics, { ts: T0 + i, equipment: `e-${i % 100}` }))
    let stored = false
    const append = store.append(batch).then(() => {
      stored = true
    })
    let answers = 0
    while (!stored) {
      expect(await store.range(POINTS)).toHaveLength(1)
      answers++
    }
    await append
    // The last answer may come after the batch; the one before it came while the batch was being stored.
    expect(answers).toBeGreaterThan(1)
    await store.close()
  })
})

describeRollups('embedded', (name, retention) => openTelemetryStore({ dataDir: join(sharedDir, name), retention }))

describe('the embedded store and its retention', () => {
  const DAY = 86_400_000
  const old = T0 - 100 * DAY
  const openRolled = async () => {
    const store = await openTelemetryStore({ dataDir: await tempDir(), retention: { rawDays: 90, rollupDays: 365 } })
    onTestFinished(() => store.close())
    if (!store.rollups) throw new Error('no rollups')
    return { store, rollups: store.rollups }
  }
  const around = (from: number) => ({ ...POINTS, from, to: from + DAY, everyMs: 3_600_000 })

  it('removes raw points after their days, and rollups after theirs, but nothing that is not rolled up', async () => {
    const { store, rollups } = await openRolled()
    await store.append([reading({ pressure: 1 }, { ts: old }), reading({ pressure: 3 }, { ts: old + 1000 })])
    await rollups.expire(T0)
    expect(await store.range(around(old))).toHaveLength(2)

    await rollups.roll({ from: old, to: old + 3_600_000 })
    await rollups.roll({ from: T0, to: T0 + 3_600_000 })
    while (await rollups.expire(T0));
    expect(await store.range(around(old))).toEqual([])
    expect(await store.downsample(around(old))).toEqual([{ ts: old, mean: 2, min: 1, max: 3, count: 2 }])
    expect(await store.downsample({ ...around(old), everyMs: 1000 })).toMatchObject([{ ts: old, mean: 2 }])

    await rollups.expire(T0 + 300 * DAY)
    expect(await store.downsample(around(old))).toEqual([])
  })

  it('fills a gap of long ago, and lets no single reading stand in for a minute whose raw points are gone', async () => {
    const { store, rollups } = await openRolled()
    await store.append([1, 2, 3].map(value => reading({ pressure: value }, { ts: old + value })))
    await rollups.roll({ from: old, to: old + 3_600_000 })
    await rollups.roll({ from: T0, to: T0 + 3_600_000 })
    while (await rollups.expire(T0));
    await store.append([reading({ pressure: 9 }, { ts: old }), reading({ pressure: 7 }, { ts: old + 7_200_000 })])
    await rollups.expire(T0)
    while ((await rollups.rollLate(10)) > 0);
    while (await rollups.expire(T0));
    expect(await store.downsample(around(old))).toEqual([
      { ts: old, mean: 2, min: 1, max: 3, count: 3 },
      { ts: old + 7_200_000, mean: 7, min: 7, max: 7, count: 1 },
    ])
  })

  it('has a finite mean of values whose sum is not', async () => {
    const { store, rollups } = await openRolled()
    await store.append([1e308, 1.5e308, 1.1e308].map((pressure, i) => reading({ pressure }, { ts: T0 + i * 60_000 })))
    const mean = async () => (await store.downsample({ ...around(T0), everyMs: 3_600_000 }))[0]?.mean
    expect(await mean()).toBeCloseTo(1.2e308, -300)
    await rollups.roll({ from: T0, to: T0 + 3_600_000 })
    expect(await mean()).toBeCloseTo(1.2e308, -300)
  })

  it('finds the newest of a metric that has been silent for long', async () => {
    const { store } = await openRolled()
    await store.append([reading({ pressure: 1, flow: 2 }, { ts: old }), reading({ pressure: 5 }, { ts: T0 })])
    await store.append([reading({ level: 4 }, { ts: T0 - 2 * DAY })])
    expect(await store.latest({ class: 'fire-pump', equipment: 'pump-1' })).toEqual(
      new Map([
        ['pressure', { ts: T0, value: 5 }],
        ['flow', { ts: old, value: 2 }],
        ['level', { ts: T0 - 2 * DAY, value: 4 }],
      ]),
    )
  })
})
