import type { ClassEntry } from '#domain/catalogue.ts'
import type { Equipment, ParamValue } from '#domain/equipment.ts'
import type { SpoolItem } from '#domain/spool.ts'
import type { Millis } from '#domain/time.ts'
import { duration } from './duration.ts'
import { type Moment, parseHistory } from './expectation.ts'
import type { Path, Problems } from './problems.ts'
import { eventItem, readingItems, START, timeOf } from './reports.ts'
import type { RuleTest, RuleTestFile, Series } from './ruleTestFile.ts'
import { parseSeries, type Samples } from './series.ts'

/** One rule test with its times and series resolved: what is reported when, what a person does, what is expected. */
export interface Scenario {
  name: string
  fault: string | undefined
  /** Where it begins in its file. */
  line: number
  equipment: Equipment
  /** In order of time, from `START` on. */
  items: readonly SpoolItem[]
  /** What a person's reset of the fault meets, at a time since the start. */
  resets: readonly { at: Millis; meets: 'accepted' | 'refused' | 'nothing' }[]
  /** Time since the start. */
  until: Millis
  /** By fault. */
  expected: ReadonlyMap<string, readonly Moment[]>
  /** Whether a fault of which nothing is expected may appear. */
  othersMayFire: boolean
}

const DEFAULT_INTERVAL = '1m'

/** Resolves one test of a file; undefined when something is wrong with it, which `problems` then tells. */
export function makeScenario(
  file: RuleTestFile,
  index: number,
  entry: ClassEntry,
  problems: Problems,
): Scenario | undefined {
  const test = file.tests[index]
  if (!test) return undefined
  const before = problems.found.length
  const at = problems.under(['tests', index])
  const interval = at.attempt(['interval'], () => intervalOf(test.interval ?? file.interval ?? DEFAULT_INTERVAL))
  if (interval === undefined) return undefined
  const series = readSeries({ ...file.healthy, ...test.given }, test, entry, interval, at)
  const silent = (test.silent ?? []).map((text, i) => at.attempt(['silent', i], () => duration(text)) ?? 0)
  const length = Math.max(1, ...[...series.values()].map(samples => samples.length))
  const until = at.attempt(['until'], () => duration(test.until ?? `${((length - 1) * interval) / 1000}s`)) ?? 0
  const resets = readTimes(test.resets, 'resets', test, at).map(([time, meets]) => ({ at: time, meets }))
  const events = readTimes(test.events, 'events', test, at)
  const expected = readExpected(test, entry, at)
  if (problems.found.length > before) return undefined
  const params = { reportPeriodS: interval / 1000, ...file.params, ...test.params }
  const equipment = equipmentOf(entry.code, params)
  const items = [
    ...readingItems(equipment, series, { interval, until, silent }),
    ...events.map(([time, word]) => eventItem(equipment, test.fault ?? '', time, word === 'active')),
  ].sort((a, b) => timeOf(a) - timeOf(b))
  const line = problems.lineAt(['tests', index])
  const othersMayFire = typeof test.expect === 'string'
  return { name: test.name, fault: test.fault, line, equipment, items, resets, until, expected, othersMayFire }
}

const equipmentOf = (kind: string, params: Record<string, ParamValue>): Equipment => ({
  ...{ id: 'under-test', name: 'under-test', site: 'site', gateway: 'gateway', class: kind },
  ...{ params, occupancy: 'normal', createdAt: START },
})

function intervalOf(text: string): Millis {
  const ms = duration(text)
  if (ms < 1) throw new Error(`"${text}" is no interval`)
  return ms
}

function readSeries(
  all: Readonly<Record<string, Series>>,
  test: RuleTest,
  entry: ClassEntry,
  interval: Millis,
  at: Problems,
): ReadonlyMap<string, Samples> {
  const read = ([name, text]: [string, Series]) => {
    const path: Path = test.given && name in test.given ? ['given', name] : []
    const metric = entry.metric.get(name)
    if (!metric) at.add(path, `${entry.code} has no metric "${name}"`)
    const samples = metric && at.attempt(path, () => parseSeries(text, metric, interval))
    return samples ? [[name, samples] as const] : []
  }
  return new Map(Object.entries(all).flatMap(read))
}

function readTimes<T extends string>(
  record: Readonly<Record<string, T>> | undefined,
  key: string,
  test: RuleTest,
  at: Problems,
): [Millis, T][] {
  if (record && test.fault === undefined) at.add([key], 'which fault? The test names none in `fault`')
  return Object.entries(record ?? {}).flatMap(([text, word]) => {
    const time = at.attempt([key, text], () => duration(text))
    return time === undefined ? [] : [[time, word] as [Millis, T]]
  })
}

function readExpected(test: RuleTest, entry: ClassEntry, at: Problems): ReadonlyMap<string, readonly Moment[]> {
  const { expect, fault } = test
  if (fault !== undefined && !entry.fault.has(fault)) at.add(['fault'], `${entry.code} has no fault "${fault}"`)
  if (typeof expect === 'string') {
    if (fault === undefined) at.add(['expect'], 'of which fault? The test names none in `fault`')
    return new Map([[fault ?? '', at.attempt(['expect'], () => parseHistory(expect)) ?? []]])
  }
  return new Map(
    Object.entries(expect).map(([code, text]) => {
      if (!entry.fault.has(code)) at.add(['expect', code], `${entry.code} has no fault "${code}"`)
      return [code, at.attempt(['expect', code], () => parseHistory(text)) ?? []]
    }),
  )
}
