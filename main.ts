import { join } from 'node:path'
import { type Broker, connectBroker, createBroker } from '#broker'
import type { Config } from '#config'
import { createDashboard } from '#dashboard'
import { type Copy, openCopyDoor } from '#database/copies/copyDoor.ts'
import { type Database, openDatabase } from '#database/database.ts'
import { lockDataDir } from '#database/dataDirLock.ts'
import { openRegistry, type Registry } from '#database/registry.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { Log } from '#domain/log.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import type { Clock } from '#domain/time.ts'
import { SERVICE_TOPIC } from '#domain/topics.ts'
import { createIngest, type Ingest, type IngestNeeds, openTelemetryStore } from '#ingest'
import {
  createAnnouncer,
  createMaintenance,
  createPost,
  createWebhooks,
  type Maintenance,
  type Webhooks,
  type WebhooksNeeds,
} from '#maintenance'
import { createBacktests, createRules, openRuleBook, type Rules } from '#rules'

/** The built pages: `npm install` makes them. */
const WEB_DIR = join(import.meta.dirname, 'dashboard', 'web', 'dist')

export interface Service {
  host: string
  http: number
  /** The embedded broker's port; null with an outside broker. */
  mqtt: number | null
  database: Database
  registry: Registry
  maintenance: Maintenance
  stop(): Promise<void>
}

export interface ServiceOptions {
  log: Log
  clock: Clock
  /** Called with the administrator's password when the first start had to make one. */
  onAdminMade?(password: string): void
}

type Stoppable = { stop(): Promise<unknown> } | { close(): Promise<unknown> }

/**
 *  sensors ─┐
 *           ├─MQTT─▶ broker ─▶ ingest ─▶ spool ─┬─▶ telemetry store
 *  simulators┘      (accept)   (check)  (fsync) └─▶ rules ─faults─▶ maintenance ─▶ dashboard ─▶ people
 *
 * Builds the stages from the last to the first, the door last of all, and stops them in reverse.
 * @throws CodedError DATA_DIR_IN_USE, PORT_IN_USE, DATABASE_UNAVAILABLE, CATALOGUE_INVALID
 */
export async function startService(config: Config, options: ServiceOptions): Promise<Service> {
  const { log } = options
  const running: [name: string, stage: Stoppable][] = []
  const keep = async <T extends Stoppable>(name: string, stage: T | Promise<T>): Promise<T> => {
    const ready = await stage
    running.push([name, ready])
    return ready
  }
  const stop = async () => {
    for (const [name, stage] of running.splice(0).reverse()) {
      const ended = 'stop' in stage ? stage.stop() : stage.close()
      await ended.catch((err: unknown) => log.error({ err, stage: name }, 'did not stop cleanly'))
    }
  }
  try {
    return { ...(await buildStages(config, options, keep)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function buildStages(
  config: Config,
  { log, clock, onAdminMade }: ServiceOptions,
  keep: <T extends Stoppable>(name: string, stage: T | Promise<T>) => Promise<T>,
): Promise<Omit<Service, 'stop'>> {
  const { dataDir, host, httpPort, adminPassword, publicUrl } = config
  const shipped = loadCatalogue()
  await keep('data folder', lockDataDir(dataDir))
  const database = await keep('database', openDatabase({ dataDir, url: config.databaseUrl }))
  const registry = await openRegistry(database, clock.now)
  const book = await openRuleBook({ database, catalogue: shipped, ...registry, now: clock.now })
  const { catalogue } = book
  const common = { catalogue, clock, log }
  const store = await keep('telemetry store', openTelemetryStore(config))
  const ingest = await keep('ingest', openIngest(config, { ...common, store, ...registry }))

  await keep('copies', openCopyDoor({ dataDir, copies: copiesOf(ingest, store), log }))

  const back: Back = {}
  const maintenance = await keep(
    'maintenance',
    createMaintenance({ database, dataDir, publicUrl, ...common, ...registry, ...rulesBehind(back), telemetry: store }),
  )
  const webhooks = await keep('webhooks', openWebhooks(config, { database, ...maintenance, ...registry, clock, log }))
  const reader = ingest.reader('rules')
  const rules = await keep('rules', createRules({ reader, ...registry, ...maintenance, ...common }))
  back.rules = rules
  book.onChange(rules.refresh)
  const dashboard = await keep(
    'dashboard',
    createDashboard({
      host,
      port: httpPort,
      publicUrl,
      webDir: WEB_DIR,
      database,
      registry,
      ...common,
      maintenance,
      webhooks,
      telemetry: store,
      rules,
      ruleBook: book,
      ...createBacktests({ database, store, catalogue, ...registry }),
      ingest,
      broker: () => back.broker?.stats() ?? { clients: 0, connected: false },
      ...(adminPassword !== undefined && { adminPassword }),
      ...(onAdminMade && { onAdminMade }),
    }),
  )
  const broker = await keep('broker', openDoor(config, registry, ingest, log))
  back.broker = broker
  broker.attach?.(dashboard.server)
  await keep('announcer', createAnnouncer({ database, ...maintenance, publish: broker.publish, log }))
  const mqtt = config.mqttUrl === undefined ? broker.port : null
  return { host, http: dashboard.port, mqtt, database, registry, maintenance }
}

/**
 * The spool first: what the others have beyond it comes again and is known; what they lacked would be lost
 * (docs/backup.md).
 */
const copiesOf = ({ copySpool }: Ingest, { copyTo }: TelemetryStore): Record<string, Copy> => ({
  'spool.db': copySpool,
  ...(copyTo && { 'telemetry.duckdb': copyTo }),
})

function openIngest(config: Config, needs: Omit<IngestNeeds, 'dataDir' | 'limits' | 'storedBy'>): Promise<Ingest> {
  const { dataDir, spoolMaxMb, mqttUrl, storedByWorkers } = config
  const limits = {
    ...(spoolMaxMb !== undefined && { quotaBytes: spoolMaxMb * 1_048_576 }),
    // All gateways come over one connection of an outside broker: holding one's history back would hold up the others.
    ...(mqttUrl !== undefined && { backfillPerSecond: 0 }),
  }
  return createIngest({ ...needs, dataDir, limits, storedBy: storedByWorkers ? 'workers' : 'me' })
}

/** Deliveries wait by the wall's time, whatever the telemetry's is. */
function openWebhooks(
  { webhookAllow }: Config,
  needs: Omit<WebhooksNeeds, 'post' | 'now'> & { clock: Clock },
): Webhooks {
  const now = needs.clock.kind === 'wall' ? needs.clock.now : Date.now
  return createWebhooks({ ...needs, post: createPost(webhookAllow), now })
}

/** Two stages ask back: maintenance asks the rules how equipment and faults stand, the dashboard asks how the broker is. */
interface Back {
  rules?: Rules
  broker?: Broker
}

/** What maintenance asks of the rules, which start after it: until then nothing is known. */
const rulesBehind = (back: Back) => ({
  resetFault: async (equipment: string, code: string) => (await back.rules?.reset(equipment, code)) ?? 'unknown',
  observed: async (equipment: string) => (await back.rules?.view(equipment)) ?? { values: new Map() },
  unknownMetrics: async (equipment: string, code: string) =>
    (await back.rules?.unknownMetrics(equipment, code)) ?? ['*'],
})

/** Asks the workers, if there are any, for a sign that comes after this moment. */
function callWorkers(workers: Ingest['workers'], publish: Broker['publish'], log: Log): void {
  if (!workers) return
  publish(SERVICE_TOPIC, JSON.stringify({ call: workers.linkUp() }), { retain: true }).catch((err: unknown) =>
    log.warn({ err }, 'the workers could not be called; the service stores telemetry itself'),
  )
}

/** Our own broker, or the one that `MQTT_URL` names. */
function openDoor(
  { host, mqttPort, mqttUrl, mqttTls }: Config,
  { authenticate }: Registry,
  { accept, workers, saturated }: Pick<Ingest, 'accept' | 'workers' | 'saturated'>,
  log: Log,
): Promise<Broker> {
  if (mqttUrl !== undefined)
    return connectBroker({
      url: mqttUrl,
      accept: message => workers?.take(message) ?? accept(message),
      onLink: (up, publish) => (up ? callWorkers(workers, publish, log) : workers?.linkLost()),
      log,
    })
  const tls = mqttTls && { tls: mqttTls }
  return createBroker({ host, port: mqttPort, authenticate, accept, log, ...tls, mayConnect: () => !saturated() })
}
