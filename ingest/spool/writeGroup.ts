import { openMarks } from './marks.ts'
import type { MendableDatabase } from './mendable.ts'
import type { openRecords } from './records.ts'
import type { openRejections } from './rejections.ts'
import type { SpoolEntry } from './spoolEntry.ts'
import { transaction } from './transaction.ts'

export interface GroupNeeds {
  rejections: ReturnType<typeof openRejections>
  records: ReturnType<typeof openRecords>
  keepMarks: number
  sequences?(): Iterable<readonly [gateway: string, state: string]>
  beforeCommit?(): void
}

/** What an earlier run remembered of the messages it took in. */
export interface Remembered {
  /** Oldest first. */
  marks: string[]
  sequences: [gateway: string, state: string][]
}

/** Puts groups of messages on disk, each in one transaction with what belongs to it. */
export function createGroupWriter(sqlite: MendableDatabase, needs: GroupNeeds) {
  const { records, rejections, sequences, beforeCommit } = needs
  const marks = openMarks(sqlite, needs.keepMarks)
  const saveSequence = sqlite.prepare('insert or replace into sequence (gateway, state) values (?, ?)')
  const savedSequences = sqlite.prepare('select gateway, state from sequence')
  return {
    remembered: (): Remembered => {
      const rows = savedSequences.all() as { gateway: string; state: string }[]
      return { marks: marks.read(), sequences: rows.map(({ gateway, state }) => [gateway, state]) }
    },
    /** @returns the position of the last record, when there is one */
    write: (entries: readonly SpoolEntry[]): number => {
      let last = 0
      let marked = () => {}
      transaction(sqlite, () => {
        last = records.add(entries.flatMap(({ items }) => items))
        for (const { rejections: refused } of entries) if (refused.length > 0) rejections.add(refused)
        marked = marks.add(entries.flatMap(entry => entry.marks ?? []))
        for (const [gateway, state] of sequences?.() ?? []) saveSequence.run(gateway, state)
        beforeCommit?.()
      })
      marked()
      return last
    },
  }
}
