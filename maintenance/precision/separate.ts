/** How far the fault of one ticket went: Infinity when it would have come whatever the limit is. */
export interface Level {
  genuine: boolean
  level: number
}

/** A cut between two levels: what lies above it would still have come. */
export interface Cut {
  /** The highest level below it, and the lowest above. */
  low: number
  high: number
  kept: number
  spared: number
  youden: number
}

/**
 * The cut that tells genuine from false best: the one with the greatest sensitivity + specificity − 1 (W. J. Youden,
 * "Index for rating diagnostic tests", Cancer 3 (1950) 32); of equal ones the lowest, which misses the least.
 * @param keepAll only cuts that no genuine one lies below
 * @returns undefined when no cut is better than none
 */
export function separate(levels: readonly Level[], { keepAll = false } = {}): Cut | undefined {
  const sorted = [...levels].sort((a, b) => a.level - b.level)
  const genuine = levels.filter(one => one.genuine).length
  const wrong = levels.length - genuine
  if (genuine === 0 || wrong === 0) return undefined
  let best: Cut | undefined
  let [lost, spared] = [0, 0]
  for (const [i, one] of sorted.entries()) {
    if (one.genuine) lost++
    else spared++
    const high = sorted[i + 1]?.level
    if (high === undefined || high === one.level || (keepAll && lost > 0)) continue
    const youden = (genuine - lost) / genuine + spared / wrong - 1
    if (youden > (best?.youden ?? 0)) best = { low: one.level, high, kept: genuine - lost, spared, youden }
  }
  return best
}
