const STEP_MS = 0.05
const LONGEST_MS = 60_000

/** Counts durations in steps of 0.05 ms: millions of them in little memory. */
export function createDurations() {
  const counts = new Uint32Array(LONGEST_MS / STEP_MS + 1)
  let all = 0
  return {
    add: (ms: number): void => {
      const step = Math.min(counts.length - 1, Math.round(ms / STEP_MS))
      counts[step] = (counts[step] ?? 0) + 1
      all += 1
    },
    /** Nearest rank, in milliseconds. */
    quantile: (q: number): number => {
      let left = Math.max(1, Math.ceil(q * all))
      const step = counts.findIndex(count => {
        left -= count
        return left <= 0
      })
      return step * STEP_MS
    },
  }
}
