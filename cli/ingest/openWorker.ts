import type { Broker } from '#broker'
import type { Config } from '#config'
import { openDatabase } from '#database/database.ts'
import { lockDataDir } from '#database/dataDirLock.ts'
import { openRegistry } from '#database/registry.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { Log } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'
import { wallClock } from '#domain/time.ts'
import { REJECTED_TOPIC } from '#domain/topics.ts'
import { createIngest, type Ingest, openTelemetryStore } from '#ingest'
import { createKnownFirst } from './knownFirst.ts'
import { workerId } from './workerId.ts'

export type SharedConfig = Config & Required<Pick<Config, 'mqttUrl' | 'influx' | 'databaseUrl'>>

/** A worker's spool and store, without its link to the broker. */
export interface OpenWorker {
  id: string
  /** The name of its session at the broker. */
  clientId: string
  stats: Ingest['stats']
  alarms: Ingest['alarms']
  /** Resolves when the message is on disk. */
  take(message: DeviceMessage): Promise<void>
  publish(topic: string, payload: object): Promise<void>
  /** The link, when there is one; it is ended first. */
  linkBy(broker: Broker): void
  /** Ended before the rest, and after what was named later. */
  endFirst(end: () => Promise<unknown>): void
  stop(): Promise<void>
}

/** Opens a worker's folder, or that of the worker `name`. @throws CodedError DATA_DIR_IN_USE, DATABASE_UNAVAILABLE, CONFIG_INVALID */
export async function openWorker(config: SharedConfig, log: Log, name?: string): Promise<OpenWorker> {
  const closing: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of closing.splice(0).reverse())
      await close().catch((err: unknown) => log.error({ err }, 'did not stop cleanly'))
  }
  try {
    return { ...(await build(config, log, name, close => closing.push(close))), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function build(
  { dataDir, databaseUrl, influx, retention, spoolMaxMb }: SharedConfig,
  log: Log,
  name: string | undefined,
  closeLater: (close: () => Promise<unknown>) => void,
): Promise<Omit<OpenWorker, 'stop'>> {
  const clock = wallClock()
  closeLater(lockDataDir(dataDir).close)
  const id = workerId(dataDir, name)
  const database = await openDatabase({ dataDir, url: databaseUrl })
  closeLater(database.close)
  const registry = await openRegistry(database, clock.now)
  const { rollups: _, ...store } = await openTelemetryStore({
    dataDir,
    influx: { ...influx, rolledUpElsewhere: true },
    ...(retention && { retention }),
  })
  closeLater(store.close)
  const back: { broker?: Broker } = {}
  const publish = async (topic: string, payload: object): Promise<void> => {
    if (!back.broker) throw new Error('the outside broker is not there yet')
    await back.broker.publish(topic, JSON.stringify(payload), { retain: false })
  }
  const ingest = await createIngest({
    ...{ dataDir, catalogue: loadCatalogue(), store, clock, log, storedBy: 'meAsWorker' },
    equipment: registry.equipment,
    addUnconfirmed: registry.addUnconfirmed,
    notePlates: registry.notePlates,
    // Who is online is the service's to tell.
    noteGateway: async () => undefined,
    handOn: rejection => publish(REJECTED_TOPIC, rejection),
    limits: { backfillPerSecond: 0, ...(spoolMaxMb !== undefined && { quotaBytes: spoolMaxMb * 1_048_576 }) },
  })
  closeLater(ingest.stop)
  const known = createKnownFirst({ database, registry, log })
  return {
    ...{ id, clientId: `caretaker-ingest-${id}`, stats: ingest.stats, alarms: ingest.alarms, publish },
    take: async message => {
      await known(message)
      await ingest.accept(message)
    },
    linkBy: broker => {
      back.broker = broker
      closeLater(broker.stop)
    },
    endFirst: closeLater,
  }
}
