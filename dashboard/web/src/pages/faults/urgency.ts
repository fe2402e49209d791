import type { FaultItem } from '../../api/items.ts'
import type { Level } from '../../ui/levels.ts'

export const isShelved = (fault: Pick<FaultItem, 'shelvedUntil'>, now: number): boolean =>
  fault.shelvedUntil !== undefined && Date.parse(fault.shelvedUntil) > now

/** Unacknowledged first, then by priority, then newest (ISA-18.2 alarm summary). */
export const byUrgency =
  (levelOf: (fault: FaultItem) => Level) =>
  (a: FaultItem, b: FaultItem): number =>
    Number(a.acknowledgedAt !== undefined) - Number(b.acknowledgedAt !== undefined) ||
    levelOf(a) - levelOf(b) ||
    b.firedAt.localeCompare(a.firedAt) ||
    a.id.localeCompare(b.id)
