/**
 * The marks of the objects that were put on disk last. It is forgotten at a restart, which is harmless: storing
 * twice overwrites and faults are idempotent. It saves the work and counts the duplicates.
 */
export function createRecentMarks(size: number) {
  const marks = new Set<string>()
  return {
    has: (mark: string): boolean => marks.has(mark),
    add: (fresh: readonly string[]): void => {
      for (const mark of fresh) marks.add(mark)
      for (const oldest of marks) {
        if (marks.size <= size) return
        marks.delete(oldest)
      }
    },
  }
}
