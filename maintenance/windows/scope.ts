import type { Equipment } from '#domain/equipment.ts'
import type { Millis } from '#domain/time.ts'
import type { FaultRow } from '../faults/faultView.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import type { WindowRow } from './windowRows.ts'

/** Whether a piece of equipment lies within a window: by its name, by its class, or because the whole site does. */
export function covers(
  { equipment, classes }: Pick<WindowRow, 'equipment' | 'classes'>,
  piece: { id: string; class: string },
): boolean {
  const [ids, kinds]: [string[], string[]] = [JSON.parse(equipment), JSON.parse(classes)]
  return ids.includes(piece.id) || kinds.includes(piece.class) || (ids.length === 0 && kinds.length === 0)
}

export const equipmentWithin = (needs: Pick<Workshop, 'listEquipment'>, window: WindowRow): Equipment[] =>
  [...needs.listEquipment()].filter(piece => piece.site === window.site && covers(window, piece))

/** The window that keeps a fault quiet: it fired inside, has no ticket yet, and endangers no life unless it is a permit. */
export async function windowOver(trx: Trx, row: FaultRow, now: Millis): Promise<string | undefined> {
  if (row.ticket !== null) return undefined
  const active = await trx
    .selectFrom('maintenance_window')
    .selectAll()
    .where('site', '=', row.site)
    .where('settled_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('starts_at', '<=', row.fired_at)
    .where('starts_at', '<=', now)
    .where('ends_at', '>', now)
    .orderBy('ends_at', 'desc')
    .execute()
  return active.find(
    window =>
      (row.life_safety === 0 || window.kind !== 'maintenance') &&
      covers(window, { id: row.equipment, class: row.class }),
  )?.id
}
