import type { FillProgress } from '#domain/reports.ts'
import type { RuleHealth, RuleStats } from '#domain/ruleHealth.ts'
import type { Wire } from '#domain/wire.ts'
import type { WorkerSign } from '#domain/workers.ts'

/** What happened at the embedded broker's door since the start. */
interface DoorItem {
  connections: number
  strangers: number
  refused: Record<string, number>
  cutOff: Record<string, number>
  held: number
  retained: { messages: number; refused: number }
  offline: { messages: number; dropped: number }
}

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
    spool: {
      records: number
      bytes: number
      usedBytes?: number
      limitBytes?: number
      freeBytes?: number
      held?: number
      oldestMs?: number
    }
    readers: Record<string, { behindRecords: number; oldestMs: number }>
    rollUp?: { lagMs: number; lastError?: string }
    workers?: { storing: boolean; items: (Omit<WorkerSign, 'call'> & { seenAt: string })[] }
    alarms: { code: string; since: string; detail: string }[]
  }
  store: { kind: string; behindRecords: number; oldestMs: number; lastError?: string }
  rules: Wire<RuleStats> & { pending: number; health: Wire<RuleHealth>[] }
  database: { dialect: string; figures?: FillProgress }
  broker: { clients: number; connected: boolean; door?: DoorItem }
  live: { clients: number }
  gateways: { total: number; online: number }
}
