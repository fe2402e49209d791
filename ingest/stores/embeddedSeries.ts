import type { DuckDBConnection } from '@duckdb/node-api'

/** A new row of the table `series`. */
export type SeriesRow = readonly [id: number, equipmentClass: string, equipment: string, metric: string]

/** The numbers of all series, kept in memory: readings refer to a series by its number. */
export interface SeriesIndex {
  /** The series of one piece of equipment by metric. */
  of(equipmentClass: string, equipment: string): ReadonlyMap<string, number>
  /** The number of a series; a new one gets the next number and is noted in `added` until it is on disk. */
  take(equipmentClass: string, equipment: string, metric: string, added: SeriesRow[]): number
  /** Forgets series that did not reach the disk. */
  forget(added: readonly SeriesRow[]): void
}

const NONE: ReadonlyMap<string, number> = new Map()

/** Reads the index from the table. */
export async function readSeries(connection: DuckDBConnection): Promise<SeriesIndex> {
  const byEquipment = new Map<string, Map<string, number>>()
  const keyOf = (equipmentClass: string, equipment: string) => `${equipmentClass}\n${equipment}`
  let next = 1
  const put = ([id, equipmentClass, equipment, metric]: SeriesRow) => {
    const key = keyOf(equipmentClass, equipment)
    const metrics = byEquipment.get(key) ?? new Map<string, number>()
    byEquipment.set(key, metrics.set(metric, id))
    next = Math.max(next, id + 1)
  }
  const stored = await connection.runAndReadAll('select id, class, equipment, metric from series')
  for (const row of stored.getRows()) put(row as unknown as SeriesRow)

  const of: SeriesIndex['of'] = (equipmentClass, equipment) => byEquipment.get(keyOf(equipmentClass, equipment)) ?? NONE
  return {
    of,
    take: (equipmentClass, equipment, metric, added) => {
      const known = of(equipmentClass, equipment).get(metric)
      if (known !== undefined) return known
      const row: SeriesRow = [next, equipmentClass, equipment, metric]
      put(row)
      added.push(row)
      return row[0]
    },
    forget: added => {
      for (const [, equipmentClass, equipment, metric] of added)
        byEquipment.get(keyOf(equipmentClass, equipment))?.delete(metric)
    },
  }
}
