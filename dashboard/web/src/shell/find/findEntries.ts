/** What the finder leads to. */
export interface FindEntry {
  key: string
  /** What it is, in words. */
  kind: string
  label: string
  /** Its number. */
  note?: string
  where?: string
  /** Other words by which it is found. */
  also?: string
  to: string
}

const MOST = 12

/** How well all the words of a text fit an entry: 0 its name starts so, 1 or 2 they are in it; undefined: not at all. */
function rankOf({ label, note = '', where = '', also = '' }: FindEntry, words: readonly string[]): number | undefined {
  const name = label.toLowerCase()
  const whole = [name, note, where, also].join(' ').toLowerCase()
  if (!words.every(word => whole.includes(word))) return undefined
  if (name.startsWith(words[0] ?? '') || note.toLowerCase() === words[0]) return 0
  return words.every(word => name.includes(word)) ? 1 : 2
}

/** The entries that fit a text, the best first, otherwise in their order. */
export function findEntries(entries: Iterable<FindEntry>, text: string): FindEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = [...entries].flatMap(entry => {
    const rank = rankOf(entry, words)
    return rank === undefined ? [] : [{ entry, rank }]
  })
  return found
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ entry }) => entry)
}
