import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { DashboardNeeds } from '../needs.ts'

export interface MetricsNeeds extends Pick<DashboardNeeds, 'ingest' | 'rules' | 'broker' | 'maintenance' | 'registry'> {
  liveClients(): number
}

type Figures = [name: string, help: string, read: () => number | Promise<number>][]

/** Seconds. */
const DURATIONS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const counters = ({ ingest, rules }: MetricsNeeds): Figures => [
  ['caretaker_ingest_received_total', 'Messages that came in', () => ingest.stats().received],
  ['caretaker_ingest_accepted_total', 'Readings and events put on disk', () => ingest.stats().accepted],
  ['caretaker_ingest_rejected_total', 'Messages that could not be used', () => ingest.stats().rejected],
  ['caretaker_ingest_duplicates_total', 'Messages that came again', () => ingest.stats().duplicates],
  ['caretaker_rules_evaluated_total', 'Rules evaluated', async () => (await rules.stats()).evaluated],
]

const missing = (progress?: { written: number; of: number }): number => (progress ? progress.of - progress.written : 0)

const gauges = ({ ingest, rules, broker, registry, maintenance, liveClients }: MetricsNeeds): Figures => [
  ['caretaker_spool_records', 'Records in the spool', () => ingest.stats().spool.records],
  ['caretaker_spool_bytes', 'Size of the spool', () => ingest.stats().spool.bytes],
  [
    'caretaker_ingest_missing_messages',
    'Numbered messages that did not come',
    () => ingest.stats().sequences?.missing ?? 0,
  ],
  ['caretaker_spool_used_bytes', 'Bytes of the spool in use', () => ingest.stats().spool.usedBytes ?? 0],
  ['caretaker_spool_limit_bytes', 'Its quota, or what the disk leaves', () => ingest.stats().spool.limitBytes ?? 0],
  ['caretaker_spool_disk_free_bytes', 'Room on its disk', () => ingest.stats().spool.freeBytes ?? 0],
  ['caretaker_spool_held', 'Messages that wait unacknowledged for room', () => ingest.stats().spool.held ?? 0],
  ['caretaker_spool_oldest_seconds', 'Age of its oldest record', () => (ingest.stats().spool.oldestMs ?? 0) / 1000],
  ['caretaker_ingest_alarms', 'Alarms of ingest that stand', () => ingest.alarms?.().length ?? 0],
  [
    'caretaker_store_behind_records',
    'Records that the telemetry store does not have',
    () => ingest.stats().store.behindRecords,
  ],
  ['caretaker_store_oldest_seconds', 'Age of the oldest of them', () => ingest.stats().store.oldestMs / 1000],
  ['caretaker_rollup_lag_seconds', 'How far the rollups are behind', () => (ingest.stats().rollUp?.lagMs ?? 0) / 1000],
  ['caretaker_ingest_workers', 'Workers that gave a sign lately', () => ingest.workers?.list().length ?? 0],
  ['caretaker_door_connections', 'Open connections at the door', () => broker().door?.connections ?? 0],
  ['caretaker_rules_lag_records', 'Records that wait for the rules', async () => (await rules.stats()).lagRecords],
  [
    'caretaker_rules_errors',
    'Rules that failed to evaluate',
    async () => (await rules.health()).filter(rule => rule.errors > 0).length,
  ],
  ['caretaker_mqtt_clients', 'Connected MQTT clients', () => broker().clients],
  ['caretaker_mqtt_connected', '1 while the broker is there', () => (broker().connected ? 1 : 0)],
  [
    'caretaker_figures_missing',
    'Older tickets that reports do not count yet',
    () => missing(maintenance.figuresProgress()),
  ],
  ['caretaker_live_clients', 'Connected browsers', liveClients],
  ['caretaker_equipment', 'Registered pieces of equipment', () => [...registry.listEquipment()].length],
]

type Labelled = [name: string, help: string, label: string, read: (needs: MetricsNeeds) => [string, number][]]

const LABELLED: readonly Labelled[] = [
  [
    'caretaker_spool_lag_records',
    'Records that wait for each reader of the spool',
    'reader',
    ({ ingest }) => Object.entries(ingest.stats().readers ?? {}).map(([name, lag]) => [name, lag.behindRecords]),
  ],
  [
    'caretaker_door_refused',
    'Connections turned away since the start',
    'reason',
    ({ broker }) => Object.entries(broker().door?.refused ?? {}),
  ],
  [
    'caretaker_door_cut_off',
    'Connections cut off since the start',
    'reason',
    ({ broker }) => Object.entries(broker().door?.cutOff ?? {}),
  ],
]

function defineLabelled(register: Registry, needs: MetricsNeeds): void {
  for (const [name, help, label, read] of LABELLED)
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [register],
      collect() {
        for (const [value, figure] of read(needs)) this.set({ [label]: value }, figure)
      },
    })
}

function defineFigures(register: Registry, needs: MetricsNeeds): void {
  for (const [name, help, read] of counters(needs))
    new Counter({
      name,
      help,
      registers: [register],
      async collect() {
        const figure = await read()
        this.reset()
        this.inc(figure)
      },
    })
  for (const [name, help, read] of gauges(needs))
    new Gauge({
      name,
      help,
      registers: [register],
      async collect() {
        this.set(await read())
      },
    })
  defineLabelled(register, needs)
  new Gauge({
    name: 'caretaker_open_faults',
    help: 'Faults that are active',
    registers: [register],
    async collect() {
      this.set((await needs.maintenance.openFaults()).length)
    },
  })
}

/** Counts requests by route, status and duration, and tells the figures of the stages when it is asked (Prometheus text format 0.0.4). */
export function measure(app: FastifyInstance, needs: MetricsNeeds): Registry {
  const register = new Registry()
  collectDefaultMetrics({ register })
  defineFigures(register, needs)
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Requests by route',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: DURATIONS,
    registers: [register],
  })
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: String(reply.statusCode),
    }
    requests.observe(labels, reply.elapsedTime / 1000)
  })
  return register
}
