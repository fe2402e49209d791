import type { MetricValue } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { KeptSample } from './equipmentState.ts'
import { isSame } from './packedReading.ts'

/** The newest samples of a piece of equipment at one time, by column. */
export interface PackedSamples {
  names: readonly string[]
  values: readonly MetricValue[]
  times: readonly Millis[]
  until: readonly Millis[]
}

/** Packs samples; they share the names of those before them where they are the same. */
export function packSamples(
  samples: ReadonlyMap<string, KeptSample>,
  before: PackedSamples | undefined,
): PackedSamples {
  const names = [...samples.keys()]
  const kept = [...samples.values()]
  return {
    names: before && isSame(before.names, names) ? before.names : names,
    values: kept.map(sample => sample.value),
    times: kept.map(sample => sample.ts),
    until: kept.map(sample => sample.until),
  }
}

export const unpackSamples = ({ names, values, times, until }: PackedSamples): Map<string, KeptSample> =>
  new Map(names.map((name, i) => [name, { value: values[i] ?? null, ts: times[i] ?? 0, until: until[i] ?? 0 }]))
