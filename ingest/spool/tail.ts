import type { SpoolItem, SpoolRecord } from '#domain/spool.ts'

/**
 * The newest records as objects, so that readers who keep up need not read them back and parse them again. All readers
 * share them: nobody may change one.
 */
export function createTail(mostBytes: number) {
  let records: SpoolRecord[] = []
  let sizes: number[] = []
  let bytes = 0
  /** How far each reader has come. */
  const passed = new Map<string, number>()

  const drop = (count: number): void => {
    if (count <= 0) return
    for (const size of sizes.slice(0, count)) bytes -= size
    records = records.slice(count)
    sizes = sizes.slice(count)
  }
  /** Half is dropped at a time, so that an array is copied seldom. */
  const shrink = (): void => {
    let count = 0
    for (let left = bytes; left > mostBytes / 2; count++) left -= sizes[count] ?? left
    drop(count)
  }
  /** What every reader has passed is let go while it is young, which the garbage collector likes. */
  const letGo = (): void => {
    const count = Math.min(...passed.values()) + 1 - (records[0]?.position ?? 0)
    if (count > records.length / 2) drop(Math.min(count, records.length))
  }

  return {
    /** Records that were put on disk; whatever does not follow what is here already takes its place. */
    add: (first: number, items: readonly SpoolItem[], lines: readonly string[]): void => {
      if ((records.at(-1)?.position ?? first - 1) !== first - 1) drop(records.length)
      for (const [i, item] of items.entries()) {
        const size = lines[i]?.length ?? 0
        records.push({ position: first + i, item })
        sizes.push(size)
        bytes += size
      }
      if (bytes > mostBytes) shrink()
      else if (passed.size > 0) letGo()
    },
    /** From now on records are kept for this reader too. */
    join: (reader: string): void => void passed.set(reader, passed.get(reader) ?? 0),
    /** At most `limit` records after `after`, which the reader needs no more; undefined when the disk has to be asked. */
    read: (reader: string, after: number, limit: number): SpoolRecord[] | undefined => {
      passed.set(reader, Math.max(after, passed.get(reader) ?? 0))
      const [oldest] = records
      if (!oldest || after + 1 < oldest.position) return undefined
      const from = after + 1 - oldest.position
      return from < records.length ? records.slice(from, from + limit) : undefined
    },
    /** What every reader has passed. */
    forget: (upTo: number): void => {
      const [oldest] = records
      if (oldest) drop(Math.min(records.length, upTo - oldest.position + 1))
    },
  }
}
