import type { Metric } from '#domain/equipmentClass.ts'
import type { MetricValue } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import { parseDuration } from './duration.ts'
import type { Series } from './ruleTestFile.ts'

/** What a metric reports at each interval; undefined: it is not reported. */
export type Samples = readonly (MetricValue | undefined)[]

/** More samples than this in one series are a mistake in writing. */
const MAX_SAMPLES = 200_000
const ITEM = /^(_|[A-Za-z]\w*?|-?\d+(?:\.\d+)?(?:e-?\d+)?)([+-]\d+(?:\.\d+)?(?:e-?\d+)?)?(?:x(\d[\d.dhms]*))?$/

/**
 * Reads a series: items one after the other, separated by spaces.
 *
 * | Item        | Means |
 * |---|---|
 * | `1.2`       | the value once |
 * | `1.2x30`    | the value 30 times |
 * | `1.2x5m`    | the value as often as it is reported in 5 minutes |
 * | `1.2+0.1x3` | 1.2 1.3 1.4 |
 * | `_x5`       | nothing is reported, 5 times |
 * | `null`      | the device says that it has no value |
 * | `true`, `false` | of a boolean metric |
 * | `tripped`   | a value of a state metric by its key in the catalogue |
 *
 * After its end a series goes on with its last item.
 * @throws Error with what is wrong, in words
 */
export function parseSeries(series: Series, metric: Metric, intervalMs: Millis): Samples {
  if (typeof series !== 'string') return [checked(series, metric)]
  const items = series.trim().split(/\s+/)
  const samples = items.flatMap(item => parseItem(item, metric, intervalMs))
  if (samples.length > MAX_SAMPLES) throw new Error(`more than ${MAX_SAMPLES} samples`)
  return samples
}

function parseItem(item: string, metric: Metric, intervalMs: Millis): Samples {
  const [, word, step, times] = ITEM.exec(item) ?? []
  if (word === undefined) throw new Error(`"${item}" is not a value, such as 1.2, 1.2x30, 1.2x5m, 1.2+0.1x10 or _x5`)
  const count = times === undefined ? 1 : countOf(times, item, intervalMs)
  const value = word === '_' ? undefined : checked(meaning(word, metric), metric)
  if (step === undefined) return Array.from({ length: count }, () => value)
  if (typeof value !== 'number') throw new Error(`"${item}": only a number can change by a step`)
  return Array.from({ length: count }, (_, i) => checked(rounded(value + i * Number(step)), metric))
}

/** 0.1 + 0.2 is written as a person would. */
const rounded = (value: number): number => Number(value.toPrecision(12))

function countOf(times: string, item: string, intervalMs: Millis): number {
  const ms = parseDuration(times)
  const count = ms === undefined ? Number(times) : ms / intervalMs
  if (!Number.isInteger(count) || count < 1 || count > MAX_SAMPLES)
    throw new Error(`"${item}": ${times} is not a whole number of reports`)
  return count
}

function meaning(word: string, metric: Metric): MetricValue {
  if (word === 'null') return null
  if (word === 'true' || word === 'false') return word === 'true'
  const named = metric.values?.find(v => v.key === word)
  const value = named?.code ?? Number(word)
  if (Number.isNaN(value)) throw new Error(`"${word}" is no value of ${metric.name}`)
  return value
}

/** A value that ingest would refuse tests nothing. */
function checked(value: MetricValue, metric: Metric): MetricValue {
  if (value === null) return value
  if ((typeof value === 'boolean') !== (metric.kind === 'boolean'))
    throw new Error(`${metric.name} is ${metric.kind === 'boolean' ? 'true or false' : 'a number'}, not ${value}`)
  const { min, max } = metric.physical ?? { min: -Infinity, max: Infinity }
  if (typeof value === 'number' && (value < min || value > max))
    throw new Error(`${value} lies outside of what ${metric.name} can be (${min} … ${max})`)
  return value
}
