import type { Retention, TelemetryStore } from '#domain/telemetryStore.ts'
import type { InfluxDatabase } from './influxDatabase.ts'
import { createInfluxReader } from './influxQuery.ts'
import { createInfluxRollups } from './influxRollups.ts'
import { encodeLines } from './lineProtocol.ts'

interface Databases {
  raw: InfluxDatabase
  rolled: InfluxDatabase
  retention: Retention | undefined
  rolledUpElsewhere: boolean | undefined
}

/** What a store is on either InfluxDB: line protocol in, InfluxQL out, rollups when there is a retention. */
export function createInfluxStore({
  raw,
  rolled,
  retention,
  rolledUpElsewhere = false,
}: Databases): Omit<TelemetryStore, 'kind' | 'close'> {
  const rolledUp = retention && createInfluxRollups(raw, rolled, { retention, elsewhere: rolledUpElsewhere })
  return {
    append: async readings => {
      const lines = await encodeLines(readings)
      if (lines === '') return
      await raw.write(lines)
      await rolledUp?.noteLate(readings)
    },
    ...createInfluxReader(raw.run, rolledUp && { run: rolled.run, progress: rolledUp.progress }),
    ...(rolledUp && { rollups: rolledUp.rollups }),
  }
}
