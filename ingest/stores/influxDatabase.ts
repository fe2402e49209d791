import type { RunInfluxQl } from './influxQuery.ts'

/** A database of InfluxDB 1 or a bucket of InfluxDB 2. */
export interface InfluxDatabase {
  write(lines: string): Promise<void>
  run: RunInfluxQl
  /** Makes it when it is missing; sets how long points are kept when `days` is given. */
  keep(days?: number): Promise<void>
}

/** The database or bucket that holds the rollups of another. */
export const rollupName = (name: string): string => `${name}_rollup`

const LINES_A_WRITE = 5000

export function* pagesOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size)
}

export async function writeLines(database: InfluxDatabase, lines: readonly string[]): Promise<void> {
  for (const page of pagesOf(lines, LINES_A_WRITE)) await database.write(`${page.join('\n')}\n`)
}
