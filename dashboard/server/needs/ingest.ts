import type { Reading, Rejection } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import type { WorkerSign } from '#domain/workers.ts'

/** Counts since the start; `store` tells how far the telemetry store is behind. */
interface IngestFigures {
  received: number
  accepted: number
  rejected: number
  duplicates: number
  store: { behindRecords: number; oldestMs: number; lastError?: string }
  spool: {
    records: number
    bytes: number
    usedBytes?: number
    limitBytes?: number
    freeBytes?: number
    held?: number
    oldestMs?: number
  }
  /** Numbered messages that went missing, of all gateways together. */
  sequences?: { gaps: number; missing: number }
  readers?: Record<string, { behindRecords: number; oldestMs: number }>
  /** How far the rollups are behind, where the store keeps them. */
  rollUp?: { lagMs: number; lastError?: string }
}

/** What happens at the embedded broker's door; counts since the start. */
export interface DoorFigures {
  connections: number
  strangers: number
  refused: Readonly<Record<string, number>>
  cutOff: Readonly<Record<string, number>>
  held: number
  retained: { messages: number; bytes: number; refused: number }
  offline: { messages: number; bytes: number; dropped: number }
}

export interface IngestVerbs {
  rejected(query: { before?: number; limit: number }): Rejection[]
  onReadings(listener: (readings: readonly Reading[]) => void): () => void
  stats(): IngestFigures
  /** What is missing in a gateway's counting of its messages; undefined when it does not count them. */
  counting?(gateway: string): { gaps: number; missing: number } | undefined
  /** Those that store telemetry beside this service. */
  workers?: { storing(): boolean; list(): (Omit<WorkerSign, 'call'> & { seenAt: Millis })[] }
  /** What a person has to look after, oldest first. */
  alarms?(): { code: string; since: Millis; detail: string }[]
}
