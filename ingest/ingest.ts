import { join } from 'node:path'
import type { Catalogue } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Log } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'
import type { SpoolReader } from '#domain/spool.ts'
import type { Reading, Rejection } from '#domain/telemetry.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import { type Clock, type Millis, wallClock } from '#domain/time.ts'
import { upTopic } from '#domain/topics.ts'
import { decode } from './decode/decode.ts'
import { type GatewaySeen, startGatewayWatch } from './gatewayWatch.ts'
import { createReadingFeed } from './readingFeed.ts'
import { createRecentMarks } from './recentMarks.ts'
import { clipPayload, type NewRejection, type RejectionQuery } from './spool/rejections.ts'
import { openSpool, type Spool, type SpoolLimits } from './spool/spool.ts'
import type { RefusedReading } from './storeReadings.ts'
import { startWriter, type WriterLimits } from './writer.ts'

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
  /** Failpoint: called inside each transaction of the spool that takes messages in, before its commit. */
  beforeCommit?(): void
}

/** Counts since the start; `store.oldestMs` is the age of the oldest record that the telemetry store does not have. */
export interface IngestStats {
  /** Messages that came in. */
  received: number
  /** Readings, events, states and births put on disk. */
  accepted: number
  rejected: number
  duplicates: number
  store: { behindRecords: number; oldestMs: number; lastError?: string }
  spool: { records: number; bytes: number }
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
  stop(): Promise<void>
}

/** The spool keeps its records for these from the first start. */
const READERS = ['store', 'gateways', 'rules']
const REMEMBERED_MARKS = 50_000

const receivedAtOf = (record: ReturnType<SpoolReader['read']>[number] | undefined): Millis | undefined =>
  record && (record.item.kind === 'reading' ? record.item.reading.receivedAt : record.item.receivedAt)

const toRejection = ({ reading, why }: RefusedReading): NewRejection => ({
  receivedAt: reading.receivedAt,
  topic: upTopic({ ...reading, kind: reading.backfill ? 'backfill' : 'telemetry' }),
  gateway: reading.gateway,
  reason: 'STORE_REFUSED',
  detail: why,
  payload: clipPayload(JSON.stringify({ ts: reading.ts, metrics: reading.metrics })),
})

function createAccept(needs: IngestNeeds, spool: Spool, publish: (readings: readonly Reading[]) => void) {
  const { catalogue, equipment, clock } = needs
  const counts = { received: 0, accepted: 0, rejected: 0, duplicates: 0 }
  const marks = createRecentMarks(REMEMBERED_MARKS)
  const accept = async (message: DeviceMessage): Promise<void> => {
    counts.received += 1
    const decoded = decode(message, { catalogue, equipment, clock, seen: marks.has })
    await spool.append({ items: decoded.lines, rejections: decoded.rejections })
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
  const spool = openSpool({ file: join(dataDir, 'spool.db'), readers: READERS, now, log, limits, beforeCommit })
  const feed = createReadingFeed(log)
  const { accept, counts } = createAccept(needs, spool, feed.publish)
  const storeReader = spool.reader('store')
  const keepRefused = (refused: readonly RefusedReading[]) =>
    spool.append({ items: [], rejections: refused.map(toRejection) })
  const writer = startWriter({ reader: storeReader, store, keepRefused, log, limits })
  const gateways = startGatewayWatch({ reader: spool.reader('gateways'), noteGateway, log })

  const storeStats = (): IngestStats['store'] => {
    const oldest = receivedAtOf(storeReader.read(storeReader.position(), 1)[0])
    const lastError = writer.lastError()
    return {
      behindRecords: Math.max(0, spool.stats().newest - storeReader.position()),
      oldestMs: oldest === undefined ? 0 : Math.max(0, now() - oldest),
      ...(lastError !== undefined && { lastError }),
    }
  }

  return {
    accept,
    reader: spool.reader,
    rejected: spool.rejected,
    onReadings: feed.subscribe,
    stats: () => {
      const { records, bytes } = spool.stats()
      return { ...counts, store: storeStats(), spool: { records, bytes } }
    },
    stop: async () => {
      await Promise.all([writer.stop(), gateways.stop()])
      spool.close()
    },
  }
}
