/** The load of every ingest bench (each message: one piece of equipment, six metrics, QoS 1). */
export const CONNECTIONS = 100
export const EQUIPMENT = 1_000
