import type { Share } from '#domain/ruleRecord.ts'

/** The 97.5 % quantile of the normal distribution: an interval of 95 %. */
const Z = 1.959964

/**
 * A share with its 95 % score interval (Wilson, J. Am. Stat. Assoc. 22 (1927) 209; NIST/SEMATECH e-Handbook of
 * Statistical Methods, 7.2.4.1), which is right for few tickets and for shares near 0 and 1 too.
 * @returns undefined of nothing
 */
export function wilson(hits: number, of: number): Share | undefined {
  if (of === 0) return undefined
  const value = hits / of
  const z2 = Z * Z
  const middle = value + z2 / (2 * of)
  const half = Z * Math.sqrt((value * (1 - value)) / of + z2 / (4 * of * of))
  const within = (bound: number) => Math.min(1, Math.max(0, bound / (1 + z2 / of)))
  return { value, low: within(middle - half), high: within(middle + half) }
}
