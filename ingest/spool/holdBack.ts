import { CodedError } from '#domain/errors.ts'

interface HoldBackNeeds<T> {
  /** Takes an entry that there is room for. */
  add(entry: T): Promise<void>
  /** Classes of entries wait in lines of their own. */
  lineOf(entry: T): string
  hasRoomFor(entry: T): boolean
  /** Called before room is asked for again. */
  look(): void
  sizeOf(entry: T): number
  limits: HoldLimits
}

export interface HoldLimits {
  /** More than this does not wait; then new entries are refused. */
  waitingBytes: number
  /** Pause before looking for room again, and how many entries it then lets go. */
  room: { everyMs: number; atOnce: number }
}

interface Held<T> {
  entry: T
  done: PromiseWithResolvers<void>
}

const unavailable = () => new CodedError('SPOOL_UNAVAILABLE')

/** Lets entries wait, in order, while there is no room for them; others of another line go past. */
export function createHoldBack<T>({ add, lineOf, hasRoomFor, look, sizeOf, limits }: HoldBackNeeds<T>) {
  const lines = new Map<string, Held<T>[]>()
  let bytes = 0
  let count = 0
  let timer: NodeJS.Timeout | undefined

  const release = (line: Held<T>[]): void => {
    const released = line.slice(0, limits.room.atOnce).findIndex(({ entry, done }) => {
      if (!hasRoomFor(entry)) return true
      bytes -= sizeOf(entry)
      count -= 1
      add(entry).then(done.resolve, done.reject)
      return false
    })
    line.splice(0, released === -1 ? limits.room.atOnce : released)
  }
  const lookAgain = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      look()
      for (const line of lines.values()) release(line)
      if (count > 0) lookAgain()
    }, limits.room.everyMs)
  }
  const hold = (entry: T): Promise<void> => {
    if (bytes + sizeOf(entry) > limits.waitingBytes) return Promise.reject(unavailable())
    const done = Promise.withResolvers<void>()
    const name = lineOf(entry)
    const line = lines.get(name)
    if (line) line.push({ entry, done })
    else lines.set(name, [{ entry, done }])
    bytes += sizeOf(entry)
    count += 1
    lookAgain()
    return done.promise
  }

  return {
    add: (entry: T): Promise<void> => {
      const first = count === 0 || !lines.get(lineOf(entry))?.length
      return first && hasRoomFor(entry) ? add(entry) : hold(entry)
    },
    held: () => ({ entries: count, bytes }),
    /** Refuses what waits: it was not acknowledged, and comes again. */
    close: (): void => {
      clearTimeout(timer)
      for (const line of lines.values()) for (const { done } of line.splice(0)) done.reject(unavailable())
    },
  }
}
