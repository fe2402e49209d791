/** Waits to be published; when it is full, the oldest give way, because the newest say how things are. */
export interface Outbox<T> {
  push(item: T): void
  take(): T | undefined
  /** Puts back what was taken and not acknowledged, in its old order. */
  putBack(items: readonly T[]): void
  size(): number
  /** How many gave way. */
  dropped(): number
}

export function createOutbox<T>(limit: number): Outbox<T> {
  const waiting: T[] = []
  let dropped = 0
  const trim = () => {
    const over = Math.max(waiting.length - limit, 0)
    waiting.splice(0, over)
    dropped += over
  }
  return {
    push: item => {
      waiting.push(item)
      trim()
    },
    take: () => waiting.shift(),
    putBack: items => {
      waiting.unshift(...items)
      trim()
    },
    size: () => waiting.length,
    dropped: () => dropped,
  }
}
