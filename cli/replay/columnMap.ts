import { InvalidArgumentError } from 'commander'
import type { Catalogue } from '#domain/catalogue.ts'
import type { Metric } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'

/** A column of the file that holds a metric; `factor` brings it to the metric's unit. */
export interface ColumnMap {
  column: string
  metric: string
  factor: number
}

/** A column of the file that holds a fault which the controller itself reports. */
export interface EventMap {
  column: string
  code: string
}

/** Reads one more `COLUMN=METRIC` or `COLUMN=METRIC*FACTOR`. @throws InvalidArgumentError */
export function parseColumnMap(text: string, before: ColumnMap[] = []): ColumnMap[] {
  const [, column, metric, factor = '1'] = /^(.+)=([A-Za-z][A-Za-z0-9_]*)(?:\*(-?[\d.]+(?:e-?\d+)?))?$/.exec(text) ?? []
  if (!column || !metric || !Number.isFinite(Number(factor)))
    throw new InvalidArgumentError(`"${text}" is not COLUMN=METRIC or COLUMN=METRIC*FACTOR.`)
  return [...before, { column, metric, factor: Number(factor) }]
}

/** Reads one more `COLUMN=CODE`. @throws InvalidArgumentError */
export function parseEventMap(text: string, before: EventMap[] = []): EventMap[] {
  const [, column, code] = /^(.+)=([A-Z0-9-]{1,64})$/.exec(text) ?? []
  if (!column || !code)
    throw new InvalidArgumentError(`"${text}" is not COLUMN=CODE with a fault code of the catalogue.`)
  return [...before, { column, code }]
}

export type Kind = Metric['kind']

/**
 * The kind of each metric, by its class or, when no class is named, by the first class that has it.
 * @throws CodedError UNKNOWN_METRIC, UNKNOWN_CLASS
 */
export function metricKinds(
  maps: readonly ColumnMap[],
  catalogue: Catalogue,
  kind: string | undefined,
): Map<string, Kind> {
  const named = kind === undefined ? undefined : catalogue.classes.get(kind)
  if (kind !== undefined && !named)
    throw new CodedError('UNKNOWN_CLASS', { class: kind }, `There is no class "${kind}"`)
  const classes = named ? [named] : [...catalogue.classes.values()]
  return new Map(
    maps.map(({ metric }) => {
      const found = classes.map(c => c.metric.get(metric)).find(m => m !== undefined)
      if (!found) throw new CodedError('UNKNOWN_METRIC', { metric }, `${kind ?? 'No class'} has no metric "${metric}"`)
      return [metric, found.kind]
    }),
  )
}
