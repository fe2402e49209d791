import type { DuckDBConnection } from '@duckdb/node-api'
import type { Bucket } from '#domain/telemetry.ts'
import type { RangeQuery, Retention, TelemetryStore } from '#domain/telemetryStore.ts'
import { boundsOf, positive } from './bounds.ts'
import { copyDatabase } from './embeddedCopy.ts'
import { openEngine } from './embeddedEngine.ts'
import { EMBEDDED_LIMITS } from './embeddedFile.ts'
import { readBuckets, readLatest, readRange, type Stretch } from './embeddedRead.ts'
import { createEmbeddedRollups, readRollupState } from './embeddedRollups.ts'
import { writeReadings } from './embeddedWrite.ts'
import { mergeBuckets, piecesOf } from './resolutions.ts'

/**
 * Telemetry in DuckDB, `DATA_DIR/telemetry.duckdb`: an append is one transaction, fsynced when it resolves; queries run
 * beside it, off the event loop.
 * @throws CodedError DATA_DIR_IN_USE, STORE_UNAVAILABLE
 */
export async function openEmbedded(
  dataDir: string,
  retention?: Retention,
  limits = EMBEDDED_LIMITS,
): Promise<TelemetryStore> {
  const engine = await openEngine(dataDir, limits)
  const state = await engine.read(readRollupState)
  const stretchOf = async <T>(
    query: RangeQuery,
    read: (connection: DuckDBConnection, stretch: Stretch) => Promise<T[]>,
  ): Promise<T[]> => {
    const bounds = boundsOf(query)
    if (bounds === undefined) return []
    return engine.read(async (connection, index) => {
      const series = index.of(query.class, query.equipment).get(query.metric)
      return series === undefined ? [] : read(connection, { series, ...bounds })
    })
  }
  return {
    kind: 'embedded',
    append: readings =>
      engine.write((connection, series) => writeReadings(connection, series, readings, state.lateBefore)),
    latest: ({ class: equipmentClass, equipment }) =>
      engine.read(async (connection, index) => {
        const names = new Map([...index.of(equipmentClass, equipment)].map(([metric, id]) => [id, metric]))
        const points = await readLatest(connection, [...names.keys()])
        return new Map([...points].map(([id, point]) => [names.get(id) ?? '', point]))
      }),
    range: async query => {
      const limit = positive('limit', query.limit)
      return stretchOf(query, (connection, stretch) => readRange(connection, stretch, limit))
    },
    downsample: async query => {
      const every = positive('every', query.everyMs)
      return stretchOf(query, async (connection, { series, ...span }) => {
        const buckets: Bucket[] = []
        for (const { source, ...piece } of piecesOf(span, every, state))
          buckets.push(...(await readBuckets(connection, { series, ...piece }, every, source)))
        return mergeBuckets(buckets, every)
      })
    },
    copyTo: (file, signal) => engine.aside(connection => copyDatabase(connection, file, signal)),
    ...(retention && { rollups: createEmbeddedRollups(engine, state, retention) }),
    close: engine.close,
  }
}
