import type { MendableDatabase } from './mendable.ts'

/** The marks of the newest messages, durable: a message that comes again after a restart is known too. */
export function openMarks(sqlite: MendableDatabase, keep: number) {
  const insert = sqlite.prepare('insert into mark (count, marks) values (?, ?)')
  const all = sqlite.prepare('select id, count, marks from mark order by id')
  const forget = sqlite.prepare('delete from mark where id <= ?')
  const groups: { id: number; count: number }[] = []
  let total = 0

  /** The newest group that nobody needs any more, and how many there are up to it. */
  const outdated = (): { groups: number; marks: number } => {
    const found = { groups: 0, marks: 0 }
    for (const { count } of groups) {
      if (total - found.marks - count < keep) break
      found.groups += 1
      found.marks += count
    }
    return found
  }

  return {
    /** Oldest first; once, at the start. */
    read: (): string[] => {
      const found: string[] = []
      for (const row of all.iterate() as Iterable<{ id: number; count: number; marks: string }>) {
        groups.push({ id: row.id, count: row.count })
        total += row.count
        for (const mark of JSON.parse(row.marks) as string[]) found.push(mark)
      }
      return found
    },
    /** Within the caller's transaction. @returns to be called when it has succeeded */
    add: (marks: readonly string[]): (() => void) => {
      if (marks.length === 0) return () => undefined
      const id = Number(insert.run(marks.length, JSON.stringify(marks)).lastInsertRowid)
      const old = outdated()
      if (old.groups > 0) forget.run(groups[old.groups - 1]?.id ?? 0)
      return () => {
        groups.splice(0, old.groups)
        groups.push({ id, count: marks.length })
        total += marks.length - old.marks
      }
    },
  }
}
