import { crc32 } from 'node:zlib'
import type { SpoolItem, SpoolRecord } from '#domain/spool.ts'
import type { MendableDatabase } from './mendable.ts'

interface Row {
  position: number
  crc: number
  item: string
}

const toRecord = ({ position, crc, item }: Row): SpoolRecord | undefined => {
  if (crc32(item) !== crc) return undefined
  return { position, item: JSON.parse(item) as SpoolItem }
}

/** Records put down by one statement: each statement also counts up the table's sequence, which costs as much as a record. */
const AT_ONCE = 32

/** The records between the slowest reader and the newest message. Calls come from within a transaction where they write. */
export function openRecords(sqlite: MendableDatabase) {
  const insert = sqlite.prepare('insert into record (crc, item) values (?, ?)')
  const insertMany = sqlite.prepare(`insert into record (crc, item) values ${Array(AT_ONCE).fill('(?, ?)').join(', ')}`)
  const after = sqlite.prepare('select position, crc, item from record where position > ? order by position limit ?')
  const remove = sqlite.prepare('delete from record where position = ?')
  const removeUpTo = sqlite.prepare('delete from record where position <= ?')
  const ends = sqlite.prepare('select min(position) as lowest, max(position) as newest from record')
  const sequence = sqlite.prepare("select seq from sqlite_sequence where name = 'record'")

  return {
    /** @returns the position of the last one */
    add: (items: readonly string[]): number => {
      let last = 0
      let from = 0
      for (; from + AT_ONCE <= items.length; from += AT_ONCE) {
        const values = items.slice(from, from + AT_ONCE).flatMap(item => [crc32(item), item])
        last = Number(insertMany.run(...values).lastInsertRowid)
      }
      for (const item of items.slice(from)) last = Number(insert.run(crc32(item), item).lastInsertRowid)
      return last
    },
    read: (position: number, limit: number): { records: SpoolRecord[]; damaged: Row[]; last: number | undefined } => {
      const rows = after.all(position, limit) as unknown as Row[]
      const records: SpoolRecord[] = []
      const damaged: Row[] = []
      for (const row of rows) {
        const record = toRecord(row)
        if (record) records.push(record)
        else damaged.push(row)
      }
      return { records, damaged, last: rows.at(-1)?.position }
    },
    remove: (position: number): void => void remove.run(position),
    removeUpTo: (position: number): void => void removeUpTo.run(position),
    /** The oldest and newest positions there are; the newest ever given when there is none. */
    ends: (): { lowest: number; newest: number } => {
      const given = Number((sequence.get() as { seq: number } | undefined)?.seq ?? 0)
      const { lowest, newest } = ends.get() as { lowest: number | null; newest: number | null }
      return { lowest: lowest ?? given + 1, newest: newest ?? given }
    },
  }
}
