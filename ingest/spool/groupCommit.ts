import { CodedError } from '#domain/errors.ts'
import type { Log } from '#domain/log.ts'

interface GroupCommitNeeds<T> {
  /** Puts a group on disk, all of it or nothing. @throws when it could not */
  write(entries: readonly T[]): void
  /** Bytes that an entry takes while it waits. */
  sizeOf(entry: T): number
  /** Told how each commit went: undefined after a success. */
  outcome?(error: unknown): void
  limits: GroupLimits
  log: Log
}

export interface GroupLimits {
  /** How long the first of a group waits for company. */
  windowMs: number
  groupSize: number
  /** More than this waits for the disk only when the disk does not answer; then new entries are refused. */
  waitingBytes: number
  /** First and longest pause after a failed commit. */
  retryMs: readonly [first: number, longest: number]
}

interface Waiting<T> {
  entry: T
  done: PromiseWithResolvers<void>
}

/**
 * One commit, and so one fsync, for everything that arrives within a few milliseconds.
 * When a commit fails nobody is told that it succeeded: the entries wait, in order, and it is tried again.
 */
export function createGroupCommit<T>({ write, sizeOf, outcome, limits, log }: GroupCommitNeeds<T>) {
  const waiting: Waiting<T>[] = []
  let waitingBytes = 0
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const schedule = (ms: number): void => {
    timer ??= setTimeout(commit, ms)
  }

  const writeGroup = (): void => {
    const size = Math.min(waiting.length, limits.groupSize)
    write(waiting.slice(0, size).map(({ entry }) => entry))
    failures = 0
    outcome?.(undefined)
    for (const { entry, done } of waiting.splice(0, size)) {
      waitingBytes -= sizeOf(entry)
      done.resolve()
    }
  }

  const commit = (): void => {
    timer = undefined
    if (waiting.length === 0) return
    try {
      writeGroup()
      if (waiting.length > 0) schedule(0)
    } catch (err) {
      outcome?.(err)
      const [first, longest] = limits.retryMs
      log.error({ err, waiting: waiting.length }, 'messages could not be put on disk; they wait unacknowledged')
      schedule(Math.min(first * 2 ** failures++, longest))
    }
  }

  const unavailable = () => new CodedError('SPOOL_UNAVAILABLE')

  return {
    /** Resolves when the entry is on disk. @throws CodedError SPOOL_UNAVAILABLE when too much waits, or after `close` */
    add: (entry: T): Promise<void> => {
      const bytes = sizeOf(entry)
      if (closed || (waiting.length > 0 && waitingBytes + bytes > limits.waitingBytes))
        return Promise.reject(unavailable())
      const done = Promise.withResolvers<void>()
      waiting.push({ entry, done })
      waitingBytes += bytes
      if (failures === 0 && waiting.length === limits.groupSize) {
        clearTimeout(timer)
        timer = undefined
        schedule(0)
      } else schedule(limits.windowMs)
      return done.promise
    },
    waiting: () => waiting.length,
    waitingBytes: () => waitingBytes,
    /** Commits what waits; what cannot be committed is refused. */
    close: (): void => {
      closed = true
      clearTimeout(timer)
      try {
        while (waiting.length > 0) writeGroup()
      } catch (err) {
        log.error({ err, waiting: waiting.length }, 'messages were not put on disk before the end')
        for (const { done } of waiting.splice(0)) done.reject(unavailable())
      }
    },
  }
}
