import type { DeviceMessage } from '#domain/message.ts'
import type { Millis } from '#domain/time.ts'
import type { Decoded } from './decode/decoded.ts'
import { readMark } from './decode/decodeTelemetry.ts'
import { createRecentMarks } from './recentMarks.ts'
import { createSequences, type SequenceGaps } from './sequences.ts'
import type { Remembered } from './spool/writeGroup.ts'

/** What is remembered of the messages that came, over a restart too. */
export interface Recollection {
  /** Whether an object with this mark is on disk already. */
  has(mark: string): boolean
  /** A message that is on disk now. */
  add(message: DeviceMessage, decoded: Pick<Decoded, 'marks' | 'numbers'>): void
  gapsOf(gateway: string): SequenceGaps | undefined
  gaps(): { gaps: number; missing: number }
  /** What goes on disk with the next group. */
  changes(): [gateway: string, state: string][]
}

interface RecollectionNeeds {
  remembered: Remembered
  /** Marks that are remembered. */
  marks: number
  now(): Millis
}

/** States of the counting go on disk this often; the marks tell what came after the last of them. */
const SAVE_EVERY_MS = 1_000

export function createRecollection({ remembered, marks: size, now }: RecollectionNeeds): Recollection {
  const marks = createRecentMarks(size)
  const sequences = createSequences(remembered.sequences)
  marks.add(remembered.marks)
  for (const mark of remembered.marks) {
    const read = readMark(mark)
    if (read) sequences.replay(read.gateway, read.session, read.seq, now())
  }
  let savedAt = Number.NEGATIVE_INFINITY

  return {
    has: marks.has,
    add: ({ gateway, receivedAt }, decoded) => {
      marks.add(decoded.marks)
      for (const { session, seq } of decoded.numbers) sequences.take(gateway, session, seq, receivedAt)
    },
    gapsOf: gateway => sequences.of(gateway, now()),
    gaps: sequences.totals,
    changes: () => {
      if (performance.now() - savedAt < SAVE_EVERY_MS) return []
      savedAt = performance.now()
      return sequences.changes()
    },
  }
}
