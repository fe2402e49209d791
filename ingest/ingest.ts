import { join } from 'node:path'
import type { Catalogue } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import type { Log } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'
import type { Plate } from '#domain/plates.ts'
import type { SpoolReader } from '#domain/spool.ts'
import type { Reading, Rejection } from '#domain/telemetry.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import { type Clock, wallClock } from '#domain/time.ts'
import { upTopic } from '#domain/topics.ts'
import { createAccept } from './accept.ts'
import { type Alarm, createAlarms } from './alarms.ts'
import { createBirths, type Unconfirmed } from './births.ts'
import { type GatewaySeen, startGatewayWatch } from './gatewayWatch.ts'
import { type IngestStats, ingestStats } from './ingestStats.ts'
import { createPace } from './pace.ts'
import { createReadingFeed } from './readingFeed.ts'
import { createRecollection, type Recollection } from './recollection.ts'
import { type RollUpLimits, startRollUp } from './rollUp.ts'
import type { SequenceGaps } from './sequences.ts'
import { clipPayload, type NewRejection, type RejectionQuery } from './spool/rejections.ts'
import { openSpool, type SpoolLimits } from './spool/spool.ts'
import type { RefusedReading } from './storeReadings.ts'
import { divideStorage, type StoredBy } from './workers/divide.ts'
import type { Workers } from './workers/workers.ts'
import { startWriter, type WriterLimits } from './writer.ts'

export type { Alarm, AlarmCode } from './alarms.ts'
export type { IngestStats } from './ingestStats.ts'
export { copySpoolFile } from './spool/openSpoolFile.ts'
export type { InfluxSettings } from './stores/influxSettings.ts'
export { openTelemetryStore } from './stores/openStore.ts'

export interface IngestNeeds {
  dataDir: string
  catalogue: Catalogue
  equipment(id: string): Equipment | undefined
  store: TelemetryStore
  noteGateway(gateway: string, seen: GatewaySeen): Promise<void>
  /** Registers equipment that a birth names and nobody has registered; without it such equipment stays unknown. */
  addUnconfirmed?(equipment: readonly Unconfirmed[]): Promise<void>
  /** Enters the model and serial number that a birth names, where nobody has, and notes where the file says otherwise; without it they stay unknown. */
  notePlates?(plates: readonly Plate[]): Promise<void>
  clock: Clock
  log: Log
  limits?: Partial<SpoolLimits & WriterLimits & { backfillPerSecond: number }>
  rollUpLimits?: Partial<RollUpLimits>
  /** This process alone, unless told. */
  storedBy?: StoredBy
  /** A worker hands refused messages on to the service, instead of keeping them. */
  handOn?(rejection: NewRejection): Promise<void>
  /** Failpoint: called inside each transaction of the spool that takes messages in, before its commit. */
  beforeCommit?(): void
}

export interface Ingest {
  /** Resolves when the message, or the reason why it cannot be used, is on disk. @throws CodedError SPOOL_UNAVAILABLE */
  accept(message: DeviceMessage): Promise<void>
  /** Those that store telemetry beside this service; there when it leaves that to workers. */
  workers?: Workers
  reader(name: string): SpoolReader
  /** Refused messages, newest first. */
  rejected(query: RejectionQuery): Rejection[]
  /** Calls `listener` with the readings of each message after they are on disk. @returns ends it */
  onReadings(listener: (readings: readonly Reading[]) => void): () => void
  stats(): IngestStats
  /** What is missing in a gateway's counting of its messages; undefined when it does not count them. */
  counting(gateway: string): SequenceGaps | undefined
  /** What a person has to look after, oldest first. */
  alarms(): Alarm[]
  /** True while the spool is nearly full: whoever is not connected yet had better come later. */
  saturated(): boolean
  /** Writes the spool as of one moment into a new file: what waits, and where its readers stand. */
  copySpool(file: string, signal: AbortSignal): Promise<void>
  stop(): Promise<void>
}

/** The spool keeps its records for these from the first start; a worker has no rules. */
const readersOf = (storedBy: StoredBy) => ['store', 'gateways', ...(storedBy === 'meAsWorker' ? [] : ['rules'])]
const REMEMBERED_MARKS = 50_000
/** catalogue.md §6.2: messages of history a second and gateway. */
const BACKFILL_PER_S = 50

const toRejection = ({ reading, why }: RefusedReading): NewRejection => ({
  receivedAt: reading.receivedAt,
  topic: upTopic({ ...reading, kind: reading.backfill ? 'backfill' : 'telemetry' }),
  gateway: reading.gateway,
  reason: 'STORE_REFUSED',
  detail: why,
  payload: clipPayload(JSON.stringify({ ts: reading.ts, metrics: reading.metrics })),
})

/** A recording that is replayed brings its history as fast as it can. */
const backfillPerSecond = ({ clock, limits }: IngestNeeds): number =>
  limits?.backfillPerSecond ?? (clock.kind === 'telemetry' ? 0 : BACKFILL_PER_S)

/**
 * Bytes in, stored readings out: checks each message, puts it on disk, and moves the readings on to the store.
 * @throws CodedError DATA_DIR_IN_USE
 */
export async function createIngest(needs: IngestNeeds): Promise<Ingest> {
  const { dataDir, store, clock, log, noteGateway, handOn, storedBy = 'me', limits = {} } = needs
  const { beforeCommit = () => undefined } = needs
  const { now } = clock.kind === 'wall' ? clock : wallClock()
  const alarms = createAlarms(now)
  const kept: { changes?: Recollection['changes'] } = {}
  const spool = openSpool({
    ...{ file: join(dataDir, 'spool.db'), readers: readersOf(storedBy), now, log, limits, alarms, beforeCommit },
    sequences: () => kept.changes?.() ?? [],
  })
  const recollection = createRecollection({ remembered: spool.remembered(), marks: REMEMBERED_MARKS, now })
  kept.changes = recollection.changes
  const feed = createReadingFeed(log)
  const births = createBirths({
    addUnconfirmed: async () => undefined,
    notePlates: async () => undefined,
    ...needs,
  })
  const stopping = new AbortController()
  const pace = createPace(backfillPerSecond(needs), () => performance.now(), stopping.signal)
  const keep = (rejections: NewRejection[]) => spool.append({ items: [], rejections, urgency: 'own' })
  const division = divideStorage({ storedBy, spool, keep: one => keep([one]), now, log })
  const { isOwn, decidesOn, track, workers } = division
  const { accept, counts } = createAccept({
    ...needs,
    ...{ decidesOn, spool, births, recollection, pace },
    publish: feed.publish,
  })
  const keepRefused = async (refused: readonly RefusedReading[]): Promise<void> => {
    const rejections = refused.map(toRejection)
    if (handOn) await Promise.all(rejections.map(handOn))
    else await keep(rejections)
  }
  const writer = startWriter({ reader: spool.reader('store'), store, isOwn, keepRefused, alarms, log, limits })
  const gateways = startGatewayWatch({ reader: spool.reader('gateways'), noteGateway, register: births.register, log })
  const stats = () => ingestStats({ spool, counts, gaps: recollection.gaps, lastError: writer.lastError, now })
  const { rollups } = store
  const storedTo = () => now() - Math.max(stats().store.oldestMs, ...(workers?.list() ?? []).map(one => one.oldestMs))
  const rollUp = rollups && startRollUp({ rollups, clock, storedTo, log, limits: needs.rollUpLimits })

  return {
    accept: message => track(accept(message)),
    ...(workers && { workers }),
    reader: spool.reader,
    rejected: spool.rejected,
    onReadings: feed.subscribe,
    stats: () => ({ ...stats(), ...(rollUp && { rollUp: rollUp.stats() }) }),
    alarms: alarms.list,
    saturated: spool.saturated,
    counting: recollection.gapsOf,
    copySpool: spool.copyTo,
    stop: async () => {
      stopping.abort()
      division.stop()
      await Promise.all([writer.stop(), gateways.stop(), rollUp?.stop()])
      spool.close()
    },
  }
}
