import type { EquipmentItem, FaultItem } from '../../api/items.ts'
import { LEVELS, type Level } from '../../ui/levels.ts'

/** How a site, or one technical system of it, stands. */
interface Standing {
  equipment: number
  /** Active faults by mark, 0 to 4. */
  counts: [number, number, number, number, number]
  worst: Level | undefined
  unacknowledged: number
  /** Equipment whose data is too old, or that has never sent any. */
  lost: number
}

export interface SiteSummary extends Standing {
  systems: (Standing & { domain: string })[]
}

type LevelOf = (fault: FaultItem) => Level

function standingOf(equipment: readonly EquipmentItem[], faults: readonly FaultItem[], levelOf: LevelOf): Standing {
  const counts: Standing['counts'] = [0, 0, 0, 0, 0]
  for (const fault of faults) counts[levelOf(fault)] += 1
  return {
    equipment: equipment.length,
    counts,
    worst: LEVELS.find(level => counts[level] > 0),
    unacknowledged: faults.filter(fault => !fault.acknowledgedAt).length,
    lost: equipment.filter(item => item.state === 'stale' || item.state === 'noData').length,
  }
}

/** The site as a whole and by technical system; systems without equipment are left out. */
export function summarise(
  equipment: readonly EquipmentItem[],
  faults: readonly FaultItem[],
  domainOf: (classCode: string) => string,
  levelOf: LevelOf,
): SiteSummary {
  const domains = [...new Set(equipment.map(item => domainOf(item.class)))].sort()
  return {
    ...standingOf(equipment, faults, levelOf),
    systems: domains.map(domain => ({
      domain,
      ...standingOf(
        equipment.filter(item => domainOf(item.class) === domain),
        faults.filter(fault => domainOf(fault.class) === domain),
        levelOf,
      ),
    })),
  }
}
