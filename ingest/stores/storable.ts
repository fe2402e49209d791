import { ID_PATTERN } from '#domain/id.ts'
import type { MetricValue, Reading } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import { StoreError } from './storeError.ts'

const CLASS = new RegExp(ID_PATTERN)
const METRIC = /^[A-Za-z][A-Za-z0-9_]{0,63}$/
/** Control characters end a line of line protocol; for a backslash servers disagree on the escape. */
const UNSAFE = /[\p{Cc}\\]/u
const MAX_TEXT = 256

/** The last whole second that InfluxDB's signed 64-bit nanoseconds hold: 2262-04-11T23:47:16Z. */
export const MAX_TS: Millis = 9_223_372_036_000

/** Whether something can be stored under these names at all; where not, a query finds nothing. */
export const isName = (equipmentClass: string, metric: string): boolean =>
  CLASS.test(equipmentClass) && METRIC.test(metric)

const isText = (text: string): boolean => text !== '' && text.length <= MAX_TEXT && !UNSAFE.test(text)

/** A metric's value as it is stored: booleans as 0 and 1; undefined for what is not stored. */
export function storedValue(value: MetricValue): number | undefined {
  return typeof value === 'number' ? value : value === null ? undefined : Number(value)
}

function problemOf(reading: Reading): string | undefined {
  const { equipment, site, ts } = reading
  if (!CLASS.test(reading.class)) return `class ${JSON.stringify(reading.class)}`
  if (!isText(equipment)) return `equipment ${JSON.stringify(equipment)}`
  if (!isText(site)) return `site ${JSON.stringify(site)}`
  if (!Number.isInteger(ts) || ts < 0 || ts > MAX_TS) return `time ${ts}`
  for (const metric in reading.metrics) {
    if (!METRIC.test(metric)) return `metric ${JSON.stringify(metric)}`
    const value = reading.metrics[metric]
    if (typeof value === 'number' && !Number.isFinite(value)) return `${metric}=${value}`
  }
  return undefined
}

/** Every store takes the same readings. @throws StoreError refused, with what cannot be stored */
export function checkStorable(reading: Reading): void {
  const problem = problemOf(reading)
  if (problem !== undefined) throw new StoreError('refused', `cannot be stored: ${problem}`)
}
