import type { Change } from '#domain/changes.ts'
import { type Actor, seesSome } from '#domain/people.ts'
import type { Gathered } from './gather.ts'
import type { LiveItem, LiveSource } from './sources.ts'

/** A range of changes with the items as they stand now. */
export interface Told extends Gathered {
  found: ReadonlyMap<string, LiveItem>
  stub: LiveSource['stub']
}

export const sees = (reader: Pick<Actor, 'sites'>, { everySite, sites }: LiveItem): boolean =>
  everySite === true ? reader.sites.length === 0 : seesSome(reader, sites)

/** What somebody with these sites is told of an item that they see. */
export const toldTo = (reader: Pick<Actor, 'sites'>, { item, less }: LiveItem): unknown =>
  reader.sites.length > 0 && less ? less(reader) : item

/** The changes as somebody with these sites is told them; what lies at other sites is not mentioned. */
export function changesFor(
  { items, found, stub }: Told,
  reader: Pick<Actor, 'sites'>,
  only?: ReadonlySet<string>,
): Change[] {
  const changes: Change[] = []
  for (const [id, op] of items) {
    if (only && !only.has(id)) continue
    const live = found.get(id)
    if (op === 'remove' || !live) changes.push({ op: 'remove', item: stub(id) })
    else if (sees(reader, live)) changes.push({ op: 'upsert', item: toldTo(reader, live) })
  }
  return changes
}
