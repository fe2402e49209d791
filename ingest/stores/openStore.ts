import type { Retention, TelemetryStore } from '#domain/telemetryStore.ts'
import { openEmbedded } from './embedded.ts'
import { openInflux1 } from './influx1.ts'
import { openInflux2 } from './influx2.ts'
import type { InfluxSettings } from './influxSettings.ts'

/**
 * Opens the telemetry store that the configuration asks for; the embedded one unless an InfluxDB is named. An InfluxDB
 * that does not answer yet is no error.
 * @throws CodedError DATA_DIR_IN_USE, STORE_UNAVAILABLE when the embedded file cannot be opened
 */
export function openTelemetryStore(config: {
  dataDir: string
  influx?: InfluxSettings
  retention?: Retention
}): Promise<TelemetryStore> {
  const { dataDir, influx, retention } = config
  if (influx === undefined) return openEmbedded(dataDir, retention)
  return influx.version === 1 ? openInflux1(influx, retention) : openInflux2(influx, retention)
}
