import { type Broker, connectBroker } from '#broker'
import type { Config } from '#config'
import { openDatabase } from '#database/database.ts'
import { lockDataDir } from '#database/dataDirLock.ts'
import { openRegistry } from '#database/registry.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { Log } from '#domain/log.ts'
import { wallClock } from '#domain/time.ts'
import { REJECTED_TOPIC, SERVICE_TOPIC, WORKER_TOPIC } from '#domain/topics.ts'
import { createIngest, openTelemetryStore } from '#ingest'
import { createKnownFirst } from './knownFirst.ts'
import { createSigns } from './signs.ts'
import { workerId } from './workerId.ts'

export interface Worker {
  id: string
  stop(): Promise<void>
}

type SharedConfig = Config & Required<Pick<Config, 'mqttUrl' | 'influx' | 'databaseUrl'>>

/**
 * One of several processes that share the telemetry of an outside broker: spool, store, acknowledge. Rules, tickets and
 * what people look at are the service's.
 * @throws CodedError DATA_DIR_IN_USE, DATABASE_UNAVAILABLE
 */
export async function startWorker(config: SharedConfig, log: Log): Promise<Worker> {
  const { dataDir, databaseUrl, influx, retention, spoolMaxMb, mqttUrl } = config
  const clock = wallClock()
  const closing: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of closing.splice(0).reverse())
      await close().catch((err: unknown) => log.error({ err }, 'did not stop cleanly'))
  }
  try {
    closing.push(lockDataDir(dataDir).close)
    const id = workerId(dataDir)
    const database = await openDatabase({ dataDir, url: databaseUrl })
    closing.push(database.close)
    const registry = await openRegistry(database, clock.now)
    const { rollups: _, ...store } = await openTelemetryStore({
      dataDir,
      influx: { ...influx, rolledUpElsewhere: true },
      ...(retention && { retention }),
    })
    closing.push(store.close)
    const back: { broker?: Broker } = {}
    const publish = async (topic: string, payload: object): Promise<void> => {
      if (!back.broker) throw new Error('the outside broker is not there yet')
      await back.broker.publish(topic, JSON.stringify(payload), { retain: false })
    }
    const ingest = await createIngest({
      ...{ dataDir, catalogue: loadCatalogue(), store, clock, log, storedBy: 'meAsWorker' },
      equipment: registry.equipment,
      addUnconfirmed: registry.addUnconfirmed,
      // Who is online is the service's to tell.
      noteGateway: async () => undefined,
      handOn: rejection => publish(REJECTED_TOPIC, rejection),
      limits: { backfillPerSecond: 0, ...(spoolMaxMb !== undefined && { quotaBytes: spoolMaxMb * 1_048_576 }) },
    })
    closing.push(ingest.stop)
    const describe = () => {
      const { received, store: lag } = ingest.stats()
      return { id, received, ...lag, alarms: ingest.alarms().map(({ code }) => code) }
    }
    const signs = createSigns({ describe, publish: sign => publish(WORKER_TOPIC, sign) })
    closing.push(async () => signs.stop())
    const known = createKnownFirst({ database, registry, log })
    back.broker = await connectBroker({
      ...{ url: mqttUrl, log, role: 'worker', clientId: `caretaker-ingest-${id}`, onLink: signs.onLink },
      accept: async message => {
        if (message.topic === SERVICE_TOPIC) return signs.hear(message.payload)
        await known(message)
        await ingest.accept(message)
      },
    })
    closing.push(back.broker.stop)
    signs.give()
    return { id, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
