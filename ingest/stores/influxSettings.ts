/** How to reach an InfluxDB. */
export interface InfluxSettings {
  version: 1 | 2
  /** `http://host:8086`, with a path where a proxy adds one. */
  url: string
  /** InfluxDB 2. */
  token?: string
  org?: string
  bucket?: string
  /** InfluxDB 1.x; made when it is missing. */
  database?: string
  username?: string
  password?: string
  /** How long one request may take; 15 s unless told. */
  timeoutMs?: number
  /** Another process rolls up; what this one stores later than others wait for is noted for it. */
  rolledUpElsewhere?: boolean
}

export const INFLUX_TIMEOUT_MS = 15_000
