import { setImmediate as nextTurn } from 'node:timers/promises'

/** Works through a batch one slice a turn of the event loop, so that nothing else waits for the whole of it. */
export async function inTurns<T>(
  items: readonly T[],
  size: number,
  work: (slice: readonly T[]) => void,
): Promise<void> {
  for (let from = 0; from < items.length; from += size) {
    if (from > 0) await nextTurn()
    work(items.slice(from, from + size))
  }
}
