/**
 * The marks of the objects that were put on disk last: at least `size` of them, at most twice as many. What falls out is
 * harmless: storing twice overwrites and faults are idempotent. It saves the work and counts the duplicates.
 */
export function createRecentMarks(size: number) {
  let young = new Set<string>()
  let old = new Set<string>()
  return {
    has: (mark: string): boolean => young.has(mark) || old.has(mark),
    add: (fresh: readonly string[]): void => {
      for (const mark of fresh) young.add(mark)
      if (young.size < size) return
      old = young
      young = new Set()
    },
  }
}
