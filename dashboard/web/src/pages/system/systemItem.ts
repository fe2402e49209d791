import type { RuleHealth, RuleStats } from '#domain/ruleHealth.ts'
import type { Wire } from '#domain/wire.ts'

/** `GET /api/system`: how each part of the service is doing. */
export interface SystemItem {
  serverTime: string
  clock: 'wall' | 'telemetry'
  epoch: string
  ingest: {
    received: number
    accepted: number
    rejected: number
    duplicates: number
    spool: { records: number; bytes: number }
  }
  store: { kind: string; behindRecords: number; oldestMs: number; lastError?: string }
  rules: Wire<RuleStats> & { pending: number; health: Wire<RuleHealth>[] }
  database: { dialect: string }
  broker: { clients: number; connected: boolean }
  live: { clients: number }
  gateways: { total: number; online: number }
}
