import type { SpoolRecord } from '#domain/spool.ts'
import type { Millis } from '#domain/time.ts'
import type { RollUpStats } from './rollUp.ts'
import type { Spool, SpoolStats } from './spool/spool.ts'

/** How far one reader of the spool is behind. */
export interface ReaderLag {
  behindRecords: number
  /** Age of the oldest record that it has not passed. */
  oldestMs: number
}

/** Counts of what came in since the start. */
export interface IngestCounts {
  /** Messages that came in. */
  received: number
  /** Readings, events, states and births put on disk. */
  accepted: number
  rejected: number
  duplicates: number
}

export interface IngestStats extends IngestCounts {
  store: ReaderLag & { lastError?: string }
  spool: Omit<SpoolStats, 'readers' | 'newest'> & { oldestMs: number }
  readers: Record<string, ReaderLag>
  /** Numbered messages that went missing, of all gateways together. */
  sequences: { gaps: number; missing: number }
  /** There with a store that keeps rollups. */
  rollUp?: RollUpStats
}

interface StatsNeeds {
  spool: Pick<Spool, 'stats' | 'reader'>
  counts: IngestCounts
  gaps(): { gaps: number; missing: number }
  lastError(): string | undefined
  now(): Millis
}

const receivedAtOf = (record: SpoolRecord | undefined): Millis | undefined =>
  record && (record.item.kind === 'reading' ? record.item.reading.receivedAt : record.item.receivedAt)

/** How ingest is doing, as the system page and the metrics show it. */
export function ingestStats({ spool, counts, gaps, lastError, now }: StatsNeeds): IngestStats {
  const { readers, newest: _, ...figures } = spool.stats()
  const lagOf = ({ name, behindRecords }: (typeof readers)[number]): ReaderLag => {
    const reader = spool.reader(name)
    const oldest = behindRecords === 0 ? undefined : receivedAtOf(reader.read(reader.position(), 1)[0])
    return { behindRecords, oldestMs: oldest === undefined ? 0 : Math.max(0, now() - oldest) }
  }
  const lags = Object.fromEntries(readers.map(reader => [reader.name, lagOf(reader)]))
  const error = lastError()
  return {
    ...counts,
    store: { ...(lags.store ?? { behindRecords: 0, oldestMs: 0 }), ...(error !== undefined && { lastError: error }) },
    spool: { ...figures, oldestMs: Math.max(0, ...Object.values(lags).map(lag => lag.oldestMs)) },
    readers: lags,
    sequences: gaps(),
  }
}
