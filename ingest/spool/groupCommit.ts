import { CodedError } from '#domain/errors.ts'
import type { Log } from '#domain/log.ts'

interface GroupCommitNeeds<T> {
  /** Puts a group into the file, all of it or nothing. @returns to be called when it is on disk @throws when it could not */
  write(entries: readonly T[]): () => void
  /** Brings all that was written onto the disk. @throws when it could not */
  sync: DiskSync
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

export interface DiskSync {
  later(): Promise<void>
  now(): void
}

interface Waiting<T> {
  entry: T
  done: PromiseWithResolvers<void>
}

const unavailable = () => new CodedError('SPOOL_UNAVAILABLE')

/** What waits for the disk, in order: first for the file, then for the fsync. */
function createLine<T>({
  write,
  sync,
  sizeOf,
  limits,
}: Pick<GroupCommitNeeds<T>, 'write' | 'sync' | 'sizeOf' | 'limits'>) {
  const waiting: Waiting<T>[] = []
  let bytes = 0
  /** In the file, and not yet known to be on disk. */
  let written: { group: Waiting<T>[]; landed(): void } | undefined

  const writeGroup = (): void => {
    if (written || waiting.length === 0) return
    const size = Math.min(waiting.length, limits.groupSize)
    const landed = write(waiting.slice(0, size).map(({ entry }) => entry))
    written = { group: waiting.splice(0, size), landed }
    for (const { entry } of written.group) bytes -= sizeOf(entry)
  }
  const tell = (): void => {
    const { group = [], landed } = written ?? {}
    written = undefined
    landed?.()
    for (const { done } of group) done.resolve()
  }
  return {
    waiting: () => waiting.length,
    /** Bytes that are not in the file yet. */
    bytes: () => bytes,
    /** All that was added and is not on disk. */
    size: () => waiting.length + (written?.group.length ?? 0),
    add: (entry: T): Promise<void> => {
      const done = Promise.withResolvers<void>()
      waiting.push({ entry, done })
      bytes += sizeOf(entry)
      return done.promise
    },
    /** Brings a group onto the disk, the one whose fsync failed before any other. */
    commit: async (): Promise<void> => {
      writeGroup()
      await sync.later()
      tell()
    },
    commitAllNow: (): void => {
      for (writeGroup(); written; writeGroup()) {
        sync.now()
        tell()
      }
    },
    refuseAll: (): void => {
      for (const { done } of [...(written?.group ?? []), ...waiting.splice(0)]) done.reject(unavailable())
      written = undefined
    },
  }
}

/**
 * One commit, and so one fsync, for everything that arrives within a few milliseconds. The fsync runs beside the event
 * loop; what arrives meanwhile makes the next group. When a commit fails nobody is told that it succeeded: the entries
 * wait, in order, and it is tried again.
 */
export function createGroupCommit<T>(needs: GroupCommitNeeds<T>) {
  const { sizeOf, outcome, limits, log } = needs
  const line = createLine(needs)
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let committing = false
  let closed = false

  const schedule = (ms: number): void => {
    timer ??= setTimeout(commit, ms)
  }
  const reschedule = (ms: number): void => {
    clearTimeout(timer)
    timer = undefined
    schedule(ms)
  }
  const succeed = (): void => {
    failures = 0
    outcome?.(undefined)
  }
  const fail = (err: unknown): void => {
    outcome?.(err)
    if (closed) return
    const [first, longest] = limits.retryMs
    log.error({ err, waiting: line.size() }, 'messages could not be put on disk; they wait unacknowledged')
    reschedule(Math.min(first * 2 ** failures++, longest))
  }
  const goOn = (): void => {
    committing = false
    if (line.waiting() > 0) schedule(0)
  }
  const commit = (): void => {
    timer = undefined
    if (committing || line.size() === 0) return
    committing = true
    line.commit().then(succeed).catch(fail).finally(goOn)
  }

  return {
    /** Resolves when the entry is on disk. @throws CodedError SPOOL_UNAVAILABLE when too much waits, or after `close` */
    add: (entry: T): Promise<void> => {
      if (closed || (line.waiting() > 0 && line.bytes() + sizeOf(entry) > limits.waitingBytes))
        return Promise.reject(unavailable())
      const done = line.add(entry)
      if (failures === 0 && line.waiting() === limits.groupSize) reschedule(0)
      else schedule(limits.windowMs)
      return done
    },
    /** Bytes that wait for the file. */
    waitingBytes: line.bytes,
    /** Commits what waits; what cannot be committed is refused. */
    close: (): void => {
      closed = true
      clearTimeout(timer)
      try {
        line.commitAllNow()
      } catch (err) {
        log.error({ err, waiting: line.size() }, 'messages were not put on disk before the end')
        line.refuseAll()
      }
    },
  }
}
