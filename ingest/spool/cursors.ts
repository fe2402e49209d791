import type { MendableDatabase } from './mendable.ts'

/** Where each reader stands, and what it wants to remember. */
export function openCursors(sqlite: MendableDatabase) {
  const all = sqlite.prepare('select name, position from reader').all() as { name: string; position: number }[]
  const positions = new Map(all.map(({ name, position }) => [name, position]))
  const saveCursor = sqlite.prepare('insert or replace into reader (name, position) values (?, ?)')
  const saveState = sqlite.prepare('insert or replace into reader_state (reader, key, value) values (?, ?, ?)')
  const state = sqlite.prepare('select key, value from reader_state where reader = ?')

  return {
    position: (reader: string): number | undefined => positions.get(reader),
    /** Within the caller's transaction; `moved` is called when it has succeeded. */
    save: (reader: string, position: number, entries: Iterable<readonly [string, string]>): void => {
      saveCursor.run(reader, position)
      for (const [key, value] of entries) saveState.run(reader, key, value)
    },
    moved: (reader: string, position: number): void => void positions.set(reader, position),
    state: (reader: string): (readonly [string, string])[] =>
      (state.all(reader) as { key: string; value: string }[]).map(({ key, value }) => [key, value] as const),
    all: (): [reader: string, position: number][] => [...positions],
    /** What every reader has passed. */
    slowest: (): number => Math.min(...positions.values()),
  }
}
