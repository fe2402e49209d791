import type { Registry as Metrics } from 'prom-client'
import { Type } from 'typebox'
import { seesSite } from '#domain/people.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { DashboardNeeds } from '../needs.ts'
import { readiness } from '../operations/readiness.ts'
import { SystemView } from '../views/operations.ts'

const Check = Type.Enum(['ok', 'failed'])
const ReadinessView = Type.Object(
  {
    ready: Type.Boolean(),
    checks: Type.Object({ database: Check, store: Check, broker: Check }),
    alarms: Type.Array(Type.String()),
  },
  { $id: 'Readiness' },
)

/** For whoever watches over the service: whether it lives, whether it can work, and how it is doing. */
export function operationsRoutes(
  app: Api,
  needs: DashboardNeeds,
  { metrics, liveClients }: { metrics: Metrics; liveClients(): number },
): void {
  app.get(
    '/livez',
    { schema: { tags: ['operations'], response: { 200: Type.Object({ status: Type.Literal('ok') }) } } },
    async () => ({
      status: 'ok' as const,
    }),
  )

  app.get(
    '/readyz',
    { schema: { tags: ['operations'], response: { 200: ReadinessView, 503: ReadinessView } } },
    async (_request, reply) => {
      const found = await readiness(needs)
      return reply
        .status(found.ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(found)
    },
  )

  app.get('/metrics', { schema: { tags: ['operations'], response: { 200: Type.String() } } }, async (_request, reply) =>
    reply
      .type(metrics.contentType)
      .serializer(String)
      .send(await metrics.metrics()),
  )

  app.get('/api/system', { schema: { tags: ['operations'], response: { 200: SystemView } } }, async request => {
    const { ingest, rules, ruleBook, database, clock, telemetry, broker, registry, maintenance } = needs
    const { workers } = ingest
    const actor = actorOf(request)
    const seen = new Set(ruleBook.list(actor).map(({ code }) => code))
    const [stats, all] = await Promise.all([rules.stats(), rules.health()])
    const health = all.filter(({ code }) => seen.has(code))
    const figures = maintenance.figuresProgress()
    const { store, spool, readers = {}, sequences = { gaps: 0, missing: 0 }, ...counts } = ingest.stats()
    const gateways = registry.gateways().filter(gateway => seesSite(actor, gateway.site))
    return {
      serverTime: new Date(clock.now()).toISOString(),
      clock: clock.kind,
      epoch: database.epoch,
      ingest: {
        ...{ ...counts, spool, readers, sequences },
        ...(workers && { workers: toWire({ storing: workers.storing(), items: workers.list() }) }),
        alarms: toWire(ingest.alarms?.() ?? []),
      },
      store: { kind: telemetry.kind, ...store },
      rules: toWire({ ...stats, health }),
      database: { dialect: database.dialect, ...(figures && { figures }) },
      broker: broker(),
      live: { clients: liveClients() },
      gateways: { total: gateways.length, online: gateways.filter(gateway => gateway.online === true).length },
    }
  })
}
