import { setImmediate as nextTurn } from 'node:timers/promises'

/** Milliseconds that work may hold the event loop: less than a turn takes under load, so that the work keeps up with it. */
const TURN_MS = 5

/** Works through a batch slice by slice, and lets everything else go first whenever it has taken long enough. */
export async function inTurns<T>(
  items: readonly T[],
  size: number,
  work: (slice: readonly T[]) => void,
): Promise<void> {
  let began = performance.now()
  for (let from = 0; from < items.length; from += size) {
    if (performance.now() - began > TURN_MS) {
      await nextTurn()
      began = performance.now()
    }
    work(items.slice(from, from + size))
  }
}
