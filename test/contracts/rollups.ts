import { describe, expect, it, onTestFinished } from 'vitest'
import { silentLog } from '#domain/log.ts'
import type { Bucket, Reading } from '#domain/telemetry.ts'
import type { RangeQuery, Retention, Rollups, TelemetryStore } from '#domain/telemetryStore.ts'
import { startRollUp } from '../../ingest/rollUp.ts'
import { hour, reading } from './telemetryStore.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Opens a store of its own on every call with a new name, the same data on a call with a known one. */
export type OpenRolled = (name: string, retention: Retention) => Promise<TelemetryStore>

type RolledStore = TelemetryStore & { rollups: Rollups }

/** Rolls up all the store holds, as the service does, and waits for one round. */
async function rollUpTo(store: TelemetryStore, now: number): Promise<void> {
  const { rollups } = store as RolledStore
  let rounds = 0
  const rollLate = (limit: number): Promise<number> => {
    rounds++
    return rollups.rollLate(limit)
  }
  const clock = { kind: 'wall', now: () => now, observe: () => undefined } as const
  const limits = { everyMs: 1, graceMs: 0 }
  const failed: unknown[] = []
  const log = { ...silentLog, warn: (fields: object) => void failed.push((fields as { err: Error }).err) }
  const job = startRollUp({ rollups: { ...rollups, rollLate }, clock, storedTo: () => now, log, limits })
  // A second round has begun: the first is complete, what came late before it included.
  await expect.poll(() => failed.length > 0 || rounds > 3, { timeout: 30_000, interval: 5 }).toBe(true)
  await job.stop()
  expect(failed).toEqual([])
}

const round = (buckets: readonly Bucket[]) =>
  buckets.map(bucket => ({ ...bucket, mean: Number(bucket.mean.toFixed(9)) }))

/** What `downsample` answered before anything was rolled up, to compare with. */
function gather(readings: readonly Reading[], query: RangeQuery, everyMs: number): Bucket[] {
  const byTime = new Map<number, number>()
  for (const { ts, metrics } of readings)
    if (query.metric in metrics && ts >= query.from && ts < query.to) byTime.set(ts, Number(metrics[query.metric]))
  const groups = new Map<number, number[]>()
  for (const [ts, value] of byTime) {
    const start = ts - (ts % everyMs)
    groups.set(start, [...(groups.get(start) ?? []), value])
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([ts, values]) => ({
      ts,
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      min: Math.min(...values),
      max: Math.max(...values),
      count: values.length,
    }))
}

const FOREVER: Retention = { rawDays: 36_500, rollupDays: 36_500 }
/** Servers enforce the retention by their own clock, so the times of these tests are near the present. */
const now = Math.floor(Date.now() / HOUR) * HOUR
const START = now - 8 * HOUR

/** Some hours of a reading every 17 s, a value that differs at each, the later half of them also sent twice. */
const series = (from: number, to: number, everyMs = 17_000): Reading[] =>
  Array.from({ length: Math.ceil((to - from) / everyMs) }, (_, i) =>
    reading({ pressure: Math.sin(i) * 10, running: i % 3 === 0 }, { ts: from + i * everyMs }),
  )

const span = (rest: Partial<RangeQuery> = {}) => hour('pressure', { from: START, to: now, ...rest })

/** What every store does with its rollups. */
export function describeRollups(name: string, open: OpenRolled): void {
  const opened = async (database: string, retention = FOREVER) => {
    const store = await open(database, retention)
    onTestFinished(() => store.close())
    return store
  }

  describe(`rollups: ${name}`, () => {
    it('gives the answer of the raw points at every width, where minutes, hours and raw points meet too', async () => {
      const store = await opened('same')
      const all = series(START + 11_000, now)
      await store.append(all)
      await store.append(all.slice(800).map(r => ({ ...r, metrics: { ...r.metrics, pressure: 3 } })))
      const last = [...all.slice(0, 800), ...all.slice(800).map(r => ({ ...r, metrics: { pressure: 3 } }))]
      await rollUpTo(store, now - 100 * MINUTE - 7000)
      expect(await store.rollups?.rolledTo()).toBe(now - 101 * MINUTE)
      for (const everyMs of [1000, MINUTE, 90_000, 7 * MINUTE, HOUR, 3 * HOUR, DAY])
        for (const query of [
          span(),
          span({ from: START + 95_500, to: now - 33_333 }),
          span({ from: START + HOUR + 1, to: START + HOUR + 59_999 }),
        ])
          expect(round(await store.downsample({ ...query, everyMs })), `${everyMs} ${query.from}`).toEqual(
            round(gather(last, query, everyMs)),
          )
      expect(await store.downsample({ ...span(), equipment: 'unknown', everyMs: HOUR })).toEqual([])
    })

    it('reads the rollups and not the raw points: what is removed from the raw points is still there', async () => {
      const store = await opened('removed', { rawDays: 1, rollupDays: 3650 })
      const old = series(now - 3 * DAY, now - 3 * DAY + 2 * HOUR)
      const fresh = series(now - HOUR, now)
      await store.append([...old, ...fresh])
      await rollUpTo(store, now - 2.5 * DAY)
      await rollUpTo(store, now)
      const query = span({ from: now - 4 * DAY })
      for (const everyMs of [MINUTE, HOUR, DAY])
        expect(round(await store.downsample({ ...query, everyMs }))).toEqual(
          round(gather([...old, ...fresh], query, everyMs)),
        )
    })

    it('rolls up again what came late, was sent twice or was filled in, and only that', async () => {
      const store = await opened('late')
      const all = series(START, now)
      await store.append(all)
      await rollUpTo(store, now)
      const late = [
        reading({ pressure: 99, running: true }, { ts: START + 2 * HOUR + 1 }),
        reading({ pressure: 50 }, { ts: all[5]?.ts ?? 0 }),
        ...series(START - 3 * HOUR, START - HOUR, 60_000),
        reading({ pressure: 1 }, { ts: START + 5, equipment: 'pump-2' }),
      ]
      await store.append(late)
      await rollUpTo(store, now)
      for (const everyMs of [MINUTE, HOUR]) {
        const query = span({ from: START - DAY })
        const ours = [...all, ...late].filter(r => r.equipment === 'pump-1')
        expect(round(await store.downsample({ ...query, everyMs }))).toEqual(round(gather(ours, query, everyMs)))
        expect(await store.downsample({ ...query, equipment: 'pump-2', everyMs: HOUR })).toHaveLength(1)
      }
    })

    it('rolls up the same again without counting anything twice', async () => {
      const store = await opened('again')
      const all = series(START, now)
      await store.append(all)
      await rollUpTo(store, now)
      for (let from = START; from < now; from += HOUR) await store.rollups?.roll({ from, to: from + HOUR })
      await store.append(all.slice(0, 50))
      await rollUpTo(store, now)
      const query = span()
      expect(round(await store.downsample({ ...query, everyMs: HOUR }))).toEqual(round(gather(all, query, HOUR)))
    })

    it('goes on where it was after a restart, late readings of before included', async () => {
      const first = await open('restart', FOREVER)
      const all = series(START, now - 2 * HOUR)
      await first.append(all)
      await rollUpTo(first, now - 3 * HOUR - 5 * MINUTE)
      const late = reading({ pressure: 77 }, { ts: START + HOUR + 3 })
      await first.append([late])
      await first.close()

      const second = await opened('restart')
      expect(await second.rollups?.rolledTo()).toBe(now - 3 * HOUR - 5 * MINUTE)
      const more = series(now - 2 * HOUR, now)
      await second.append(more)
      await rollUpTo(second, now)
      expect(await second.rollups?.rollLate(10)).toBe(0)
      const query = span()
      for (const everyMs of [MINUTE, HOUR])
        expect(round(await second.downsample({ ...query, everyMs }))).toEqual(
          round(gather([...all, late, ...more], query, everyMs)),
        )
    })

    it('loses nothing that is appended while it rolls up', async () => {
      const store = await opened('meanwhile')
      const all = series(START, now, 5000)
      const appended = (async () => {
        for (let i = 0; i < all.length; i += 200) await store.append(all.slice(i, i + 200))
      })()
      await rollUpTo(store, now)
      await appended
      await rollUpTo(store, now)
      const query = span()
      expect(round(await store.downsample({ ...query, everyMs: HOUR }))).toEqual(round(gather(all, query, HOUR)))
    })
  })
}
