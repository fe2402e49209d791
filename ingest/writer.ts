import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '#domain/log.ts'
import type { SpoolReader, SpoolRecord } from '#domain/spool.ts'
import type { Reading } from '#domain/telemetry.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import type { Alarms } from './alarms.ts'
import { type BackOffLimits, createBackOff } from './backOff.ts'
import { type RefusedReading, storeReadings } from './storeReadings.ts'
import type { StoreError } from './stores/storeError.ts'

export interface WriterLimits {
  /** Readings in one batch, at most. */
  batch: number
  /** How long the writer gathers readings before it stores a batch that is not full. */
  gatherMs: number
  retry: BackOffLimits
  /** Pause between two tries of a store that a person has to put right. */
  misconfiguredMs: number
  /** How long `stop` goes on storing what is in the spool. */
  drainMs: number
}

const WRITER_LIMITS: WriterLimits = {
  batch: 5_000,
  gatherMs: 200,
  retry: { firstMs: 500, longestMs: 30_000 },
  misconfiguredMs: 15_000,
  drainMs: 5_000,
}

interface WriterNeeds {
  reader: SpoolReader
  store: Pick<TelemetryStore, 'append'>
  /** Which records are for this writer; the others it passes over. */
  isOwn?(position: number): boolean
  /** Keeps refused readings durably before the cursor passes them. */
  keepRefused(refused: readonly RefusedReading[]): Promise<void>
  limits?: Partial<WriterLimits>
  alarms?: Pick<Alarms, 'raise' | 'clear'>
  log: Log
}

const isTooLarge = (error: unknown): boolean => (error as Partial<StoreError>).failure === 'tooLarge'

/** By how much a batch grows again after one that was stored. */
const GROWTH = 0.02

/** The number of readings in a batch, fitted to what the store takes. */
function createBatchSize(most: number) {
  let size = most
  return {
    now: () => size,
    halve: (): void => {
      size = Math.ceil(size / 2)
    },
    grow: (): void => {
      size = Math.min(most, size + Math.ceil(size * GROWTH))
    },
  }
}

const readingsOf = (records: readonly SpoolRecord[], isOwn: (position: number) => boolean): Reading[] =>
  records.flatMap(({ item, position }) => (item.kind === 'reading' && isOwn(position) ? [item.reading] : []))

/**
 * Moves readings from the spool to the telemetry store at the store's own pace: in order, at least once, for ever.
 * The cursor moves after the store has a batch.
 */
export function startWriter({ reader, store, isOwn = () => true, keepRefused, alarms, log, ...needs }: WriterNeeds) {
  const limits = { ...WRITER_LIMITS, ...needs.limits }
  const size = createBatchSize(limits.batch)
  const backOff = createBackOff(limits.retry)
  const stopping = new AbortController()
  const giveUp = new AbortController()
  let lastError: string | undefined

  const moveBatch = async (records: readonly SpoolRecord[]): Promise<void> => {
    const refused = await storeReadings(store, readingsOf(records, isOwn))
    if (refused.length > 0) await keepRefused(refused)
    reader.commit(records.at(-1)?.position ?? reader.position())
    lastError = undefined
    alarms?.clear('STORE_MISCONFIGURED')
    size.grow()
    backOff.reset()
  }

  /** @returns whether to go on */
  const step = async (): Promise<boolean> => {
    const most = size.now()
    const records = reader.read(reader.position(), most)
    if (records.length > 0) await moveBatch(records)
    else if (stopping.signal.aborted) return false
    else await reader.wait(reader.position(), stopping.signal)
    if (records.length < most) await delay(limits.gatherMs, undefined, stopping).catch(() => undefined)
    return !giveUp.signal.aborted
  }

  /** @returns how long to wait at least: nothing is dropped, whatever it is */
  const noteFailure = (err: unknown): number => {
    const { message, failure, retryAfterMs = 0 } = err as Partial<StoreError> & Error
    lastError = message
    log.warn({ err }, 'the telemetry store did not take a batch; it stays in the spool')
    if (failure !== 'misconfigured') return retryAfterMs
    alarms?.raise('STORE_MISCONFIGURED', message)
    return limits.misconfiguredMs
  }

  const run = async (): Promise<void> => {
    for (;;) {
      try {
        if (!(await step())) return
      } catch (err) {
        if (isTooLarge(err)) {
          size.halve()
          continue
        }
        const pauseMs = noteFailure(err)
        if (stopping.signal.aborted) return
        await backOff.wait(stopping.signal, pauseMs)
      }
    }
  }
  const running = run()

  return {
    lastError: () => lastError,
    /** Stores what is in the spool, as far as the store takes it and the time reaches. */
    stop: async (): Promise<void> => {
      stopping.abort()
      const done = new AbortController()
      const tooLong = delay(limits.drainMs, undefined, { signal: done.signal }).catch(() => undefined)
      await Promise.race([running, tooLong])
      done.abort()
      giveUp.abort()
    },
  }
}
