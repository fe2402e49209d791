import { join } from 'node:path'
import type { Catalogue } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Log } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'
import type { SpoolReader } from '#domain/spool.ts'
import type { Reading, Rejection } from '#domain/telemetry.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import { type Clock, wallClock } from '#domain/time.ts'
import { upTopic } from '#domain/topics.ts'
import { type Alarm, createAlarms } from './alarms.ts'
import { decode } from './decode/decode.ts'
import type { Decoded } from './decode/decoded.ts'
import { type GatewaySeen, startGatewayWatch } from './gatewayWatch.ts'
import { type IngestStats, ingestStats } from './ingestStats.ts'
import { createReadingFeed } from './readingFeed.ts'
import { createRecentMarks } from './recentMarks.ts'
import { type RollUpLimits, startRollUp } from './rollUp.ts'
import type { Urgency } from './spool/quota.ts'
import { clipPayload, type NewRejection, type RejectionQuery } from './spool/rejections.ts'
import { openSpool, type Spool, type SpoolLimits } from './spool/spool.ts'
import type { RefusedReading } from './storeReadings.ts'
import { startWriter, type WriterLimits } from './writer.ts'

export type { Alarm, AlarmCode } from './alarms.ts'
export type { IngestStats } from './ingestStats.ts'
export type { InfluxSettings } from './stores/influxSettings.ts'
export { openTelemetryStore } from './stores/openStore.ts'

export interface IngestNeeds {
  dataDir: string
  catalogue: Catalogue
  equipment(id: string): Equipment | undefined
  store: TelemetryStore
  noteGateway(gateway: string, seen: GatewaySeen): Promise<void>
  clock: Clock
  log: Log
  limits?: Partial<SpoolLimits & WriterLimits>
  rollUpLimits?: Partial<RollUpLimits>
  /** Failpoint: called inside each transaction of the spool that takes messages in, before its commit. */
  beforeCommit?(): void
}

export interface Ingest {
  /** Resolves when the message, or the reason why it cannot be used, is on disk. @throws CodedError SPOOL_UNAVAILABLE */
  accept(message: DeviceMessage): Promise<void>
  reader(name: string): SpoolReader
  /** Refused messages, newest first. */
  rejected(query: RejectionQuery): Rejection[]
  /** Calls `listener` with the readings of each message after they are on disk. @returns ends it */
  onReadings(listener: (readings: readonly Reading[]) => void): () => void
  stats(): IngestStats
  /** What a person has to look after, oldest first. */
  alarms(): Alarm[]
  /** True while the spool is nearly full: whoever is not connected yet had better come later. */
  saturated(): boolean
  stop(): Promise<void>
}

/** The spool keeps its records for these from the first start. */
const READERS = ['store', 'gateways', 'rules']
const REMEMBERED_MARKS = 50_000

const toRejection = ({ reading, why }: RefusedReading): NewRejection => ({
  receivedAt: reading.receivedAt,
  topic: upTopic({ ...reading, kind: reading.backfill ? 'backfill' : 'telemetry' }),
  gateway: reading.gateway,
  reason: 'STORE_REFUSED',
  detail: why,
  payload: clipPayload(JSON.stringify({ ts: reading.ts, metrics: reading.metrics })),
})

/** What people wait for has a reserve in the spool. */
const urgencyOf = ({ items }: Decoded): Urgency => (items.some(item => item.kind !== 'reading') ? 'event' : 'telemetry')

function createAccept(needs: IngestNeeds, spool: Spool, publish: (readings: readonly Reading[]) => void) {
  const { catalogue, equipment, clock } = needs
  const counts = { received: 0, accepted: 0, rejected: 0, duplicates: 0 }
  const marks = createRecentMarks(REMEMBERED_MARKS)
  const accept = async (message: DeviceMessage): Promise<void> => {
    counts.received += 1
    const decoded = decode(message, { catalogue, equipment, clock, seen: marks.has })
    await spool.append({ items: decoded.lines, rejections: decoded.rejections, urgency: urgencyOf(decoded) })
    marks.add(decoded.marks)
    counts.accepted += decoded.items.length
    counts.rejected += decoded.rejections.length
    counts.duplicates += decoded.duplicates
    publish(decoded.items.flatMap(item => (item.kind === 'reading' ? [item.reading] : [])))
  }
  return { accept, counts }
}

/**
 * Bytes in, stored readings out: checks each message, puts it on disk, and moves the readings on to the store.
 * @throws CodedError DATA_DIR_IN_USE
 */
export async function createIngest(needs: IngestNeeds): Promise<Ingest> {
  const { dataDir, store, clock, log, noteGateway, limits = {}, beforeCommit = () => undefined } = needs
  const { now } = clock.kind === 'wall' ? clock : wallClock()
  const alarms = createAlarms(now)
  const file = join(dataDir, 'spool.db')
  const spool = openSpool({ file, readers: READERS, now, log, limits, alarms, beforeCommit })
  const feed = createReadingFeed(log)
  const { accept, counts } = createAccept(needs, spool, feed.publish)
  const keepRefused = (refused: readonly RefusedReading[]) =>
    spool.append({ items: [], rejections: refused.map(toRejection), urgency: 'own' })
  const writer = startWriter({ reader: spool.reader('store'), store, keepRefused, alarms, log, limits })
  const gateways = startGatewayWatch({ reader: spool.reader('gateways'), noteGateway, log })
  const stats = () => ingestStats({ spool, counts, lastError: writer.lastError, now })
  const { rollups } = store
  const storedTo = () => now() - stats().store.oldestMs
  const rollUp = rollups && startRollUp({ rollups, clock, storedTo, log, limits: needs.rollUpLimits })

  return {
    accept,
    reader: spool.reader,
    rejected: spool.rejected,
    onReadings: feed.subscribe,
    stats: () => ({ ...stats(), ...(rollUp && { rollUp: rollUp.stats() }) }),
    alarms: alarms.list,
    saturated: spool.saturated,
    stop: async () => {
      await Promise.all([writer.stop(), gateways.stop(), rollUp?.stop()])
      spool.close()
    },
  }
}
