import type { Database } from '#database/database.ts'
import type { Registry } from '#database/registry.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import type { Log } from '#domain/log.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import type { Clock } from '#domain/time.ts'
import type { DoorFigures, IngestVerbs } from './needs/ingest.ts'
import type { MaintenanceVerbs } from './needs/maintenance.ts'
import type { BacktestVerbs, RuleBookVerbs, RulesVerbs } from './needs/rules.ts'
import type { WebhookVerbs } from './needs/webhooks.ts'

/** What the dashboard needs of the rest of the service. */
export interface DashboardNeeds extends BacktestVerbs {
  host: string
  /** 0 takes a free port. */
  port: number
  /** Where residents reach the pages; left out, where who asks does. */
  publicUrl?: string | undefined
  /** The built pages; served as they are. */
  webDir: string
  database: Database
  registry: Registry
  catalogue: Catalogue
  maintenance: MaintenanceVerbs
  webhooks: WebhookVerbs
  telemetry: Pick<TelemetryStore, 'range' | 'downsample' | 'kind'>
  rules: RulesVerbs
  ruleBook: RuleBookVerbs
  ingest: IngestVerbs
  broker: () => { clients: number; connected: boolean; door?: DoorFigures }
  clock: Clock
  log: Log
  /** Sets the password of the administrator `admin`. */
  adminPassword?: string | undefined
  /** Called with the password that the first start made for `admin`. */
  onAdminMade?(password: string): void
}
