import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Alarms } from '../alarms.ts'
import type { MendableDatabase } from './mendable.ts'

export interface QuotaLimits {
  /** Bytes of records, refused messages and readers' states that the spool may hold. */
  quotaBytes: number
  /** Share of the quota above which telemetry waits unacknowledged; the rest is kept for events, states and births. */
  holdAt: number
  /** Share above which no new connection is let in. */
  refuseAt: number
}

export const QUOTA_LIMITS: QuotaLimits = { quotaBytes: 2_048 * 1_048_576, holdAt: 0.8, refuseAt: 0.95 }

/** Telemetry waits first; what people wait for has a reserve; what frees the spool never waits. */
export type Urgency = 'telemetry' | 'event' | 'own'

interface QuotaNeeds {
  sqlite: MendableDatabase
  file: string
  limits: QuotaLimits
  alarms: Alarms
  /** Bytes free on the disk of `dir`. */
  freeBytes?(dir: string): number
}

const FREE_EVERY_MS = 1_000

/** Bytes that a process may still write on the disk of `dir`. */
export const freeBytesOf = (dir: string): number => {
  const { bavail, bsize } = statfsSync(dir)
  return bavail * bsize
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

/**
 * How full the spool is: pages in use against the quota, or against the disk where that leaves less. Pages of deleted
 * records are used again, so the file does not grow beyond what was once in use.
 */
export function createQuota({ sqlite, file, limits, alarms, freeBytes = freeBytesOf }: QuotaNeeds) {
  const { page_size: pageSize } = sqlite.prepare('pragma page_size').get() as { page_size: number }
  const pages = sqlite.prepare('pragma page_count')
  const freePages = sqlite.prepare('pragma freelist_count')
  let lookedAt = Number.NEGATIVE_INFINITY
  let free = 0

  const diskFree = (): number => {
    const now = performance.now()
    if (now - lookedAt < FREE_EVERY_MS) return free
    lookedAt = now
    free = freeBytes(dirname(file))
    return free
  }

  const look = () => {
    const { page_count: all } = pages.get() as { page_count: number }
    const { freelist_count: unused } = freePages.get() as { freelist_count: number }
    const used = (all - unused) * pageSize
    const room = diskFree() + unused * pageSize
    const bytes = Math.min(limits.quotaBytes, used + room)
    return { usedBytes: used, limitBytes: bytes, freeBytes: free, fill: used / bytes }
  }
  let last = look()

  const tell = (code: 'SPOOL_HOLDING' | 'SPOOL_NEARLY_FULL', above: boolean, what: string): void => {
    if (above) alarms.raise(code, `The spool is ${percent(last.fill)} full: ${what}`)
    else alarms.clear(code)
  }

  return {
    /** Looks again; after each commit, and while anything waits. */
    refresh: (): void => {
      last = look()
      tell('SPOOL_HOLDING', last.fill >= limits.holdAt, 'telemetry waits unacknowledged')
      tell('SPOOL_NEARLY_FULL', last.fill >= limits.refuseAt, 'no new connection is let in')
    },
    /** `comingBytes` are on their way to the disk. */
    hasRoomFor: (urgency: Urgency, comingBytes: number): boolean =>
      urgency === 'own' || last.usedBytes + comingBytes < last.limitBytes * (urgency === 'event' ? 1 : limits.holdAt),
    saturated: (): boolean => last.fill >= limits.refuseAt,
    figures: () => last,
  }
}
