import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MetricValue, Reading } from '#domain/telemetry.ts'
import type { RangeQuery, TelemetryStore } from '#domain/telemetryStore.ts'

/** An hour on the hour, so that buckets are easy to name. */
export const T0 = Date.UTC(2026, 10, 23, 8)
const MINUTE = 60_000

/** A reading of `pump-1` at T0 unless told otherwise. */
export function reading(metrics: Record<string, MetricValue>, rest: Partial<Reading> = {}): Reading {
  return {
    site: 'tower-a',
    gateway: 'gw-1',
    equipment: 'pump-1',
    class: 'fire-pump',
    ts: T0,
    receivedAt: T0 + 40,
    backfill: false,
    ...rest,
    metrics,
  }
}

/** An hour of one metric of `pump-1` unless told otherwise. */
export const hour = (metric: string, rest: Partial<RangeQuery> = {}): RangeQuery => ({
  class: 'fire-pump',
  equipment: 'pump-1',
  metric,
  from: T0,
  to: T0 + 60 * MINUTE,
  ...rest,
})

const LONGEST_ID = `a-${'b'.repeat(60)}-9`
const LONGEST_METRIC = `aZ09_${'x'.repeat(59)}`
/** Words of InfluxQL and SQL, names of our own tags and columns, and both of them with the mark that moves them aside. */
const AWKWARD_METRICS = [
  'time',
  'time_',
  'value',
  'select',
  'SELECT',
  'from',
  'mean',
  'count',
  'null',
  'true',
  'ts',
  'series',
  'site',
  'equipment',
  'equipment_',
  'equipment__',
  'gateway',
  'name',
  'a',
  'A',
  LONGEST_METRIC,
]
const NUMBERS = [0, -0, 1, -1.5, 1e308, -1e308, 5e-324, 1e-7, 1e21, 0.1 + 0.2, Number.MAX_SAFE_INTEGER, 123456789.123]
const INJECTIONS = ['x\\', "' or 1=1--", "pump-1' or 'a'='a", 'pump-1\n', '"', '$equipment', 'pump-1" or ""="', '']

/** What every telemetry store does. Each test works on equipment of its own, so that a store may be shared by all. */
export function describeTelemetryStore(name: string, open: () => Promise<TelemetryStore>): void {
  describe(`telemetry store: ${name}`, () => {
    let store: TelemetryStore
    beforeAll(async () => {
      store = await open()
    })
    afterAll(() => store?.close())

    describeWriting(() => store)
    describeReading(() => store)
    describeNames(() => store)
  })
}

function describeWriting(store: () => TelemetryStore): void {
  it('keeps what was appended, to the millisecond', async () => {
    const equipment = 'keeps'
    await store().append([
      reading({ pressure: 8.25, flow: 31 }, { equipment }),
      reading({ pressure: 8.5 }, { equipment, ts: T0 + 1 }),
    ])
    expect(await store().range({ ...hour('pressure', { equipment }), limit: 10 })).toEqual([
      { ts: T0, value: 8.25 },
      { ts: T0 + 1, value: 8.5 },
    ])
    expect(await store().range({ ...hour('flow', { equipment }), limit: 10 })).toEqual([{ ts: T0, value: 31 }])
  })

  it('keeps booleans as 1 and 0 and skips nulls', async () => {
    const equipment = 'booleans'
    await store().append([
      reading({ running: true, alarm: null }, { equipment }),
      reading({ running: false }, { equipment, ts: T0 + 5 }),
      reading({ running: null, alarm: null }, { equipment, ts: T0 + 9 }),
    ])
    expect(await store().range({ ...hour('running', { equipment }), limit: 10 })).toEqual([
      { ts: T0, value: 1 },
      { ts: T0 + 5, value: 0 },
    ])
    expect(await store().range({ ...hour('alarm', { equipment }), limit: 10 })).toEqual([])
  })

  it('takes an empty batch and a batch of nothing but nulls', async () => {
    await store().append([])
    await store().append([reading({ pressure: null }, { equipment: 'nothing' })])
    expect(await store().latest({ class: 'fire-pump', equipment: 'nothing' })).toEqual(new Map())
  })

  it('overwrites the same equipment, metric and time, in one batch and over batches', async () => {
    const equipment = 'twice'
    await store().append([reading({ pressure: 1, flow: 1 }, { equipment }), reading({ pressure: 2 }, { equipment })])
    expect(await store().range({ ...hour('pressure', { equipment }), limit: 10 })).toEqual([{ ts: T0, value: 2 }])
    await store().append([reading({ pressure: 3 }, { equipment })])
    await store().append([reading({ pressure: null }, { equipment, gateway: 'gw-2' })])
    await store().append([reading({ pressure: 4 }, { equipment, gateway: 'gw-2' })])

    expect(await store().range({ ...hour('pressure', { equipment }), limit: 10 })).toEqual([{ ts: T0, value: 4 }])
    expect(await store().range({ ...hour('flow', { equipment }), limit: 10 })).toEqual([{ ts: T0, value: 1 }])
    expect(await store().downsample({ ...hour('pressure', { equipment }), everyMs: MINUTE })).toEqual([
      { ts: T0, mean: 4, min: 4, max: 4, count: 1 },
    ])
    expect(await store().latest({ class: 'fire-pump', equipment })).toEqual(
      new Map([
        ['pressure', { ts: T0, value: 4 }],
        ['flow', { ts: T0, value: 1 }],
      ]),
    )
  })

  it('keeps every finite number exactly', async () => {
    const equipment = 'numbers'
    await store().append(NUMBERS.map((value, i) => reading({ any: value }, { equipment, ts: T0 + i })))
    const points = await store().range({ ...hour('any', { equipment }), limit: 100 })
    expect(points.map(point => point.value + 0)).toEqual(NUMBERS.map(value => value + 0))
  })

  it('keeps appends that overlap in time of writing', async () => {
    const equipment = 'overlap'
    const batches = Array.from({ length: 20 }, (_, i) => [reading({ pressure: i }, { equipment, ts: T0 + i })])
    await Promise.all(batches.map(batch => store().append(batch)))
    const points = await store().range({ ...hour('pressure', { equipment }), limit: 100 })
    expect(points.map(point => point.value)).toEqual(batches.map((_, i) => i))
  })

  it('keeps a large batch whole', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) =>
      reading({ a: i, b: -i, c: i / 2 }, { equipment: `large-${i % 50}`, ts: T0 + i }),
    )
    await store().append(rows)
    const query = hour('c', { equipment: 'large-7' })
    const [bucket] = await store().downsample({ ...query, everyMs: 60 * MINUTE })
    expect(bucket).toEqual({ ts: T0, mean: (7 + 4957) / 4, min: 3.5, max: 4957 / 2, count: 100 })
  })

  it.each([
    ['not a number', { metrics: { a: Number.NaN } }],
    ['infinite', { metrics: { a: 1, b: Number.NEGATIVE_INFINITY } }],
    ['a metric with a comma', { metrics: { 'a=1,b': 1 } }],
    ['a class with a line feed', { class: 'lift\nfake' }],
    ['equipment with a line feed', { equipment: 'a\nfake value=1' }],
    ['equipment that ends in a backslash', { equipment: 'a\\' }],
    ['equipment without a name', { equipment: '' }],
    ['a site with a carriage return', { site: 'a\rb' }],
    ['time in fractions', { ts: T0 + 0.5 }],
    ['time before 1970', { ts: -1 }],
    ['time after 2262', { ts: 1e16 }],
  ] as const)('refuses %s, and stores nothing of that batch', async (why, bad) => {
    const equipment = `refuses-${why.replaceAll(' ', '-')}`
    const batch = [reading({ a: 1 }, { equipment }), { ...reading({ a: 1 }, { equipment }), ...bad }]
    await expect(store().append(batch)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', failure: 'refused' })
    expect(await store().latest({ class: 'fire-pump', equipment })).toEqual(new Map())
  })
}

function describeReading(store: () => TelemetryStore): void {
  it('gives the newest point of each metric, each with its own time', async () => {
    const equipment = 'newest'
    await store().append([
      reading({ pressure: 3, flow: 30 }, { equipment, ts: T0 + 2000 }),
      reading({ pressure: 1, level: 10 }, { equipment, ts: T0 }),
      reading({ pressure: 2 }, { equipment, ts: T0 + 1000 }),
    ])
    expect(await store().latest({ class: 'fire-pump', equipment })).toEqual(
      new Map([
        ['pressure', { ts: T0 + 2000, value: 3 }],
        ['flow', { ts: T0 + 2000, value: 30 }],
        ['level', { ts: T0, value: 10 }],
      ]),
    )
  })

  it('gives a range from its start, without its end, oldest first, up to the limit', async () => {
    const equipment = 'ranges'
    const at = [5, 0, 3, 1, 4, 2].map(i => reading({ pressure: i }, { equipment, ts: T0 + i }))
    await store().append(at.slice(0, 3))
    await store().append(at.slice(3))
    const values = async (from: number, to: number, limit: number) =>
      (await store().range({ ...hour('pressure', { equipment, from: T0 + from, to: T0 + to }), limit })).map(
        p => p.value,
      )
    expect(await values(0, 6, 10)).toEqual([0, 1, 2, 3, 4, 5])
    expect(await values(1, 4, 10)).toEqual([1, 2, 3])
    expect(await values(1, 6, 2)).toEqual([1, 2])
    expect(await values(6, 100, 10)).toEqual([])
    expect(await values(3, 3, 10)).toEqual([])
    expect(await values(4, 2, 10)).toEqual([])
    expect(await values(-T0 - 5, 1e15, 10)).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('gathers buckets aligned to the epoch and leaves empty ones out', async () => {
    const equipment = 'buckets'
    const at: [second: number, value: number][] = [
      [-1, 100],
      [0, 1],
      [59, 4],
      [60, 7],
      [240, 2],
      [299, 4],
      [300, -8],
    ]
    await store().append(at.map(([s, value]) => reading({ pressure: value }, { equipment, ts: T0 + s * 1000 })))
    const query = hour('pressure', { equipment, from: T0, to: T0 + 300_000 })
    expect(await store().downsample({ ...query, everyMs: MINUTE })).toEqual([
      { ts: T0, mean: 2.5, min: 1, max: 4, count: 2 },
      { ts: T0 + MINUTE, mean: 7, min: 7, max: 7, count: 1 },
      { ts: T0 + 4 * MINUTE, mean: 3, min: 2, max: 4, count: 2 },
    ])
  })

  it('gathers only what lies in the range into a bucket that the range cuts', async () => {
    const equipment = 'cut'
    await store().append([0, 1, 2, 3].map(i => reading({ pressure: i }, { equipment, ts: T0 + i * 1000 })))
    const query = hour('pressure', { equipment, from: T0 + 1000, to: T0 + 3000 })
    expect(await store().downsample({ ...query, everyMs: 7 * MINUTE })).toEqual([
      { ts: T0 - (T0 % (7 * MINUTE)), mean: 1.5, min: 1, max: 2, count: 2 },
    ])
  })

  it('never mixes two pieces of equipment, two classes or two metrics', async () => {
    await store().append([
      reading({ pressure: 1, Pressure: 2 }, { equipment: 'mix' }),
      reading({ pressure: 3 }, { equipment: 'mix-2' }),
      reading({ pressure: 4 }, { equipment: 'mix', class: 'jockey-pump' }),
    ])
    const value = async (rest: Partial<RangeQuery>) =>
      (await store().range({ ...hour('pressure', { equipment: 'mix', ...rest }), limit: 9 })).map(p => p.value)
    expect(await value({})).toEqual([1])
    expect(await value({ metric: 'Pressure' })).toEqual([2])
    expect(await value({ equipment: 'mix-2' })).toEqual([3])
    expect(await value({ class: 'jockey-pump' })).toEqual([4])
    expect(await store().latest({ class: 'jockey-pump', equipment: 'mix' })).toEqual(
      new Map([['pressure', { ts: T0, value: 4 }]]),
    )
  })

  it('finds nothing for what was never stored', async () => {
    await store().append([reading({ pressure: 1 }, { equipment: 'known' })])
    for (const query of [
      hour('flowNever', { equipment: 'known' }),
      hour('pressure', { equipment: 'unknown' }),
      hour('pressure', { equipment: 'known', class: 'never-seen' }),
      hour('pressure', { equipment: 'known', to: T0 }),
    ]) {
      expect(await store().range({ ...query, limit: 10 })).toEqual([])
      expect(await store().downsample({ ...query, everyMs: MINUTE })).toEqual([])
    }
    expect(await store().latest({ class: 'never-seen', equipment: 'known' })).toEqual(new Map())
    expect(await store().latest({ class: 'fire-pump', equipment: 'unknown' })).toEqual(new Map())
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses a limit and a bucket of %s', async bad => {
    await expect(store().range({ ...hour('pressure'), limit: bad })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(store().downsample({ ...hour('pressure'), everyMs: bad })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })
}

function describeNames(store: () => TelemetryStore): void {
  it.each(AWKWARD_METRICS)('keeps a metric called %s', async metric => {
    const equipment = `named-${metric.toLowerCase().replaceAll('_', '-').slice(0, 40)}-${AWKWARD_METRICS.indexOf(metric)}`
    const value = AWKWARD_METRICS.indexOf(metric) + 0.5
    await store().append([reading({ [metric]: value, other: -1 }, { equipment })])
    expect(await store().range({ ...hour(metric, { equipment }), limit: 10 })).toEqual([{ ts: T0, value }])
    expect(await store().downsample({ ...hour(metric, { equipment }), everyMs: MINUTE })).toEqual([
      { ts: T0, mean: value, min: value, max: value, count: 1 },
    ])
    expect((await store().latest({ class: 'fire-pump', equipment })).get(metric)).toEqual({ ts: T0, value })
  })

  it('keeps metrics apart whose names would be alike when moved aside', async () => {
    const equipment = 'alike'
    const metrics = { time: 1, time_: 2, time__: 3, equipment: 4, equipment_: 5, site: 6, site_: 7 }
    await store().append([reading(metrics, { equipment })])
    const latest = await store().latest({ class: 'fire-pump', equipment })
    expect(Object.fromEntries([...latest].map(([metric, point]) => [metric, point.value]))).toEqual(metrics)
  })

  it.each(['-', '0', '9-', '--a--', LONGEST_ID])('keeps the ids %s', async id => {
    const ids = { equipment: id, class: id, site: id, gateway: id }
    await store().append([reading({ level: 7 }, ids)])
    expect(await store().range({ ...hour('level', { equipment: id, class: id }), limit: 10 })).toEqual([
      { ts: T0, value: 7 },
    ])
  })

  it.each(INJECTIONS)('finds nothing foreign for equipment %j', async equipment => {
    await store().append([reading({ secret: 1 }, { equipment: 'pump-1', site: 'theirs' })])
    expect(await store().range({ ...hour('secret', { equipment }), limit: 10 })).toEqual([])
    expect(await store().downsample({ ...hour('secret', { equipment }), everyMs: MINUTE })).toEqual([])
    expect(await store().latest({ class: 'fire-pump', equipment })).toEqual(new Map())
  })

  it.each(INJECTIONS)('finds nothing foreign for class and metric %j', async name => {
    await store().append([reading({ secret: 1 }, { equipment: 'pump-1', site: 'theirs' })])
    const bad = name || ' '
    expect(await store().range({ ...hour(bad), limit: 10 })).toEqual([])
    expect(await store().range({ ...hour('secret', { class: bad }), limit: 10 })).toEqual([])
    expect(await store().downsample({ ...hour(`secret"${bad}`), everyMs: MINUTE })).toEqual([])
    expect(await store().latest({ class: bad, equipment: 'pump-1' })).toEqual(new Map())
  })
}
