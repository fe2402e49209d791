import type { Severity } from '#domain/faults.ts'
import type { Priority } from '#domain/tickets.ts'

/** The five marks, one for each priority: 0 octagon, 1 triangle, 2 diamond, 3 square, 4 circle. */
export type Level = 0 | 1 | 2 | 3 | 4

export const LEVELS: readonly Level[] = [0, 1, 2, 3, 4]

const BY_SEVERITY: Record<Severity, Level> = { major: 1, general: 2, advisory: 3, predictive: 4 }
const BY_PRIORITY: Record<Priority, Level> = { P0: 0, P1: 1, P2: 2, P3: 3, P4: 4 }

export const levelOfPriority = (priority: Priority): Level => BY_PRIORITY[priority]

/** A fault carries the mark of its ticket's priority; without a ticket, that of its severity (catalogue §5.4). */
export function levelOfFault(fault: { severity: Severity; lifeSafety: boolean }, priority?: Priority): Level {
  if (priority !== undefined) return BY_PRIORITY[priority]
  return fault.severity === 'major' && fault.lifeSafety ? 0 : BY_SEVERITY[fault.severity]
}
