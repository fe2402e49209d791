import { expect, onTestFinished, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import type { Rollups } from '#domain/telemetryStore.ts'
import { type RollUpLimits, startRollUp } from '../../ingest/rollUp.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const T0 = Date.UTC(2026, 10, 23, 8)

interface Setting {
  now: number
  storedTo?: number
  /** Times of raw points. */
  points: number[]
  kind?: 'wall' | 'telemetry'
  limits?: Partial<RollUpLimits>
}

/** A job on rollups that only note what they are asked. */
function start(setting: Setting) {
  const { kind = 'wall', limits } = setting
  const calls: [from: number, to: number][] = []
  let rolledTo: number | undefined
  let expired = 0
  let late = 0
  const fail: { error?: Error } = {}
  const rollups: Rollups = {
    rolledTo: async () => rolledTo,
    oldest: async from => setting.points.filter(ts => ts >= from).sort((a, b) => a - b)[0],
    roll: async ({ from, to }) => {
      if (fail.error) throw fail.error
      calls.push([from, to])
      rolledTo = to
      return 1
    },
    rollLate: async () => {
      late++
      return 0
    },
    expire: async () => {
      expired++
      return false
    },
  }
  const clock = { kind, now: () => setting.now, observe: () => undefined }
  const all = { everyMs: 1, graceMs: MINUTE, ...limits }
  const job = startRollUp({
    rollups,
    clock,
    storedTo: () => setting.storedTo ?? setting.now,
    log: silentLog,
    limits: all,
  })
  onTestFinished(job.stop)
  const rounds = (n: number) => {
    const before = late
    return expect.poll(() => late - before).toBeGreaterThan(n)
  }
  return { job, calls, rounds, fail, expired: () => expired }
}

test('it rolls up to a minute ago, an hour at most at once, and skips what is empty', async () => {
  const { calls, rounds, job } = start({ now: T0 + 2 * HOUR + 90_000, points: [T0 - 30 * 24 * HOUR, T0 + 61 * MINUTE] })
  await rounds(2)
  expect(calls).toEqual([
    [T0 - 30 * 24 * HOUR, T0 - 30 * 24 * HOUR + HOUR],
    [T0 + HOUR, T0 + 2 * HOUR],
  ])
  expect(job.stats()).toEqual({ lagMs: 0 })
})

test('it ends the hour that is begun before it skips, so that the hour is whole', async () => {
  const setting: Setting = { now: T0 + 31 * MINUTE, points: [T0 + 10 * MINUTE] }
  const { calls, rounds } = start(setting)
  await rounds(2)
  setting.points.push(T0 + 3 * HOUR + 5)
  setting.now = T0 + 3 * HOUR + 3 * MINUTE
  await rounds(2)
  expect(calls).toEqual([
    [T0, T0 + 30 * MINUTE],
    [T0 + 30 * MINUTE, T0 + HOUR],
    [T0 + 3 * HOUR, T0 + 3 * HOUR + 2 * MINUTE],
  ])
})

test('it waits for what the store does not have yet', async () => {
  const { calls, rounds } = start({ now: T0 + HOUR, storedTo: T0 + 5 * MINUTE, points: [T0] })
  await rounds(2)
  expect(calls).toEqual([[T0, T0 + 4 * MINUTE]])
})

test('it removes nothing while a recording is replayed', async () => {
  const replay = start({ now: T0 + HOUR, points: [T0], kind: 'telemetry' })
  const live = start({ now: T0 + HOUR, points: [T0] })
  await replay.rounds(2)
  await live.rounds(2)
  expect(replay.expired()).toBe(0)
  expect(live.expired()).toBeGreaterThan(0)
})

test('a failure is told, with the lag, and ends with the next round that succeeds', async () => {
  const setting: Setting = { now: T0 + HOUR, points: [T0] }
  const { job, rounds, fail } = start(setting)
  await rounds(2)
  fail.error = new Error('the store is gone')
  setting.points.push(T0 + HOUR + 1)
  setting.now += 10 * MINUTE
  await rounds(2)
  expect(job.stats()).toEqual({ lagMs: 11 * MINUTE, lastError: 'the store is gone' })
  delete fail.error
  await rounds(2)
  expect(job.stats()).toEqual({ lagMs: 0 })
})
