import type { EntryItem } from './timelineText.ts'

const ANSWERED = 'checklistAnswered'
/** Who answers on with a longer pause than this began anew, in milliseconds. */
const PAUSE_MS = 30 * 60_000

/** A line of the timeline; `since`: when the first of the entries that it stands for happened. */
export type FoldedEntry = EntryItem & { since?: string }

const count = (entry: EntryItem, key: string): number => Number(entry.detail?.[key] ?? 0)

const goesOn = (last: FoldedEntry | undefined, entry: EntryItem): last is FoldedEntry =>
  last?.event === ANSWERED &&
  entry.event === ANSWERED &&
  last.by === entry.by &&
  Date.parse(entry.at) - Date.parse(last.at) <= PAUSE_MS

/**
 * The timeline, oldest first, with the answers that one person gave to a checklist in one go as one line: each answer is an
 * event of the ticket's history, and what was answered stands in the checklist.
 */
export function foldAnswers(timeline: readonly EntryItem[]): FoldedEntry[] {
  const folded: FoldedEntry[] = []
  for (const entry of timeline) {
    const last = folded.at(-1)
    if (!goesOn(last, entry)) {
      folded.push(entry)
      continue
    }
    const detail = {
      answers: count(last, 'answers') + count(entry, 'answers'),
      notOk: count(last, 'notOk') + count(entry, 'notOk'),
    }
    folded[folded.length - 1] = { ...entry, since: last.since ?? last.at, detail }
  }
  return folded
}
