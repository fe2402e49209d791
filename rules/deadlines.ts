import type { Millis } from '#domain/time.ts'

/** Who must be looked at when; each holder has at most one entry. */
export interface Deadlines<T extends { scheduledAt: Millis }> {
  /** Schedules the holder, unless it is already due earlier: then it is asked again at that time. */
  schedule(holder: T, at: Millis): void
  /** Takes out the next holder that is due. */
  takeDue(now: Millis): T | undefined
}

interface Entry<T> {
  at: Millis
  holder: T
}

/** A binary heap. An entry that its holder has replaced by an earlier one is skipped when it comes up. */
export function createDeadlines<T extends { scheduledAt: Millis }>(): Deadlines<T> {
  const heap: Entry<T>[] = []
  return {
    schedule: (holder, at) => {
      if (at >= holder.scheduledAt) return
      holder.scheduledAt = at
      heap.push({ at, holder })
      rise(heap, heap.length - 1)
    },
    takeDue: now => {
      for (let top = heap[0]; top && top.at <= now; top = heap[0]) {
        removeTop(heap)
        if (top.holder.scheduledAt !== top.at) continue
        top.holder.scheduledAt = Infinity
        return top.holder
      }
      return undefined
    },
  }
}

const at = <T>(heap: Entry<T>[], i: number): Millis => heap[i]?.at ?? Infinity

function swap<T>(heap: Entry<T>[], i: number, j: number) {
  const [a, b] = [heap[i], heap[j]]
  if (!a || !b) return
  heap[i] = b
  heap[j] = a
}

function rise<T>(heap: Entry<T>[], from: number) {
  for (let i = from; i > 0; ) {
    const parent = (i - 1) >> 1
    if (at(heap, parent) <= at(heap, i)) return
    swap(heap, parent, i)
    i = parent
  }
}

function removeTop<T>(heap: Entry<T>[]) {
  const last = heap.pop()
  if (!last || heap.length === 0) return
  heap[0] = last
  for (let i = 0; ; ) {
    const child = at(heap, 2 * i + 1) <= at(heap, 2 * i + 2) ? 2 * i + 1 : 2 * i + 2
    if (at(heap, child) >= at(heap, i)) return
    swap(heap, i, child)
    i = child
  }
}
