import type { Change } from '#domain/changes.ts'
import { type Actor, SYSTEM, seesSite } from '#domain/people.ts'
import type { Gathered } from './gather.ts'
import type { LiveItem, LiveSource } from './sources.ts'

/** A range of changes with the items as they stand now. */
export interface Told extends Gathered {
  found: ReadonlyMap<string, LiveItem>
  stub: LiveSource['stub']
}

export const sees = ({ sites }: Pick<Actor, 'sites'>, item: LiveItem): boolean =>
  item.everySite === true
    ? sites.length === 0
    : item.sites.length === 0 || item.sites.some(site => seesSite({ username: '', role: 'viewer', sites }, site))

/** What somebody with these sites is told of an item that they see. */
export const toldTo = ({ sites }: Pick<Actor, 'sites'>, { item, less }: LiveItem): unknown =>
  sites.length > 0 && less ? less({ ...SYSTEM, sites }) : item

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
