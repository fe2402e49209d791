import type { Log } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'
import type { Millis } from '#domain/time.ts'
import type { NewRejection } from '../spool/rejections.ts'
import type { Spool } from '../spool/spool.ts'
import { createShare } from './share.ts'
import { createWorkers, type Workers } from './workers.ts'

/** Who stores telemetry: this process alone, workers beside it, or this process as one of the workers. */
export type StoredBy = 'me' | 'workers' | 'meAsWorker'

interface DivideNeeds {
  storedBy: StoredBy
  spool: Pick<Spool, 'reader' | 'stats'>
  keep(rejection: NewRejection): Promise<void>
  now(): Millis
  log: Log
}

interface Division {
  /** Whether this process stores the record at that position. */
  isOwn(position: number): boolean
  /** Whether this process says what of a message is refused: whoever stores it does. */
  decidesOn(message: DeviceMessage): boolean
  /** Told of every message that comes in. */
  track<T>(work: Promise<T>): Promise<T>
  workers?: Workers
  stop(): void
}

const isTelemetry = ({ topic }: DeviceMessage): boolean => /\/(telemetry|backfill)$/.test(topic)

/** Divides the work of storing telemetry between this process and others. */
export function divideStorage({ storedBy, spool, keep, now, log }: DivideNeeds): Division {
  const share = createShare(spool.reader('store'), () => spool.stats().newest)
  if (storedBy !== 'workers')
    return {
      isOwn: share.isOwn,
      decidesOn: message => storedBy === 'me' || isTelemetry(message),
      track: work => work,
      stop: () => undefined,
    }
  const { workers, track, stop } = createWorkers({ share, keep, now, log })
  return {
    isOwn: share.isOwn,
    decidesOn: message => share.isOurs() || !isTelemetry(message),
    track,
    workers,
    stop,
  }
}
