import { applies } from '#domain/catalogue.ts'
import type { SampleCount } from '#domain/completeness.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Metric } from '#domain/equipmentClass.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import type { Workshop } from '../needs.ts'
import { countSamples, type Span } from './countSamples.ts'

const HOUR = 3_600_000

export type CountedStore = Pick<TelemetryStore, 'latest' | 'downsample'>

/** Of these a sample is due every period; what is only valid in some states, or told when it changes, may rightly be silent. */
const isDue = ({ reportMode, validWhen }: Metric): boolean => reportMode === 'periodic' && validWhen === undefined

/** The seconds between two samples: the class's, or those of equipment that says it reports more seldom. */
const periodMs = ({ samplePeriodS }: Metric, { params: { reportPeriodS: own } }: Equipment): number =>
  1000 * Math.max(samplePeriodS, typeof own === 'number' ? own : 0)

/** Periodic metrics that the equipment has: those that were stored at least once, as far back as the store keeps samples. */
async function dueMetrics({ catalogue }: Workshop, store: CountedStore, piece: Equipment): Promise<Metric[]> {
  const entry = catalogue.classes.get(piece.class)
  const param = (name: string) => piece.params[name] ?? entry?.paramDefault.get(name)
  const due = (entry?.metrics ?? []).filter(metric => isDue(metric) && applies(metric.appliesWhen, param))
  if (due.length === 0) return []
  const known = await store.latest({ class: piece.class, equipment: piece.id })
  return due.filter(({ name }) => known.has(name))
}

/** The samples of a piece of equipment in a day, all its periodic metrics together. @throws CodedError STORE_UNAVAILABLE */
export async function countDay(
  needs: Workshop,
  store: CountedStore,
  piece: Equipment,
  day: Span,
  served: readonly Span[],
): Promise<SampleCount> {
  const all = { expected: 0, received: 0 }
  if (served.length === 0) return all
  for (const metric of await dueMetrics(needs, store, piece)) {
    const of = { class: piece.class, equipment: piece.id, metric: metric.name }
    const hours = await store.downsample({ ...of, ...day, everyMs: HOUR })
    const { expected, received } = countSamples(periodMs(metric, piece), served, hours)
    all.expected += expected
    all.received += received
  }
  return all
}
