import type { Severity } from '#domain/faults.ts'
import type { Priority } from '#domain/tickets.ts'

/** The five marks: 0 octagon, life safety, 1 ▲ major, 2 ◆ general, 3 ■ advisory, 4 ● predictive. */
export type Level = 0 | 1 | 2 | 3 | 4

const BY_SEVERITY: Record<Severity, Level> = { major: 1, general: 2, advisory: 3, predictive: 4 }
const BY_PRIORITY: Record<Priority, Level> = { P0: 0, P1: 1, P2: 2, P3: 3, P4: 4 }

/** A fault's mark; a major fault that endangers people stands above every other. */
export const levelOfFault = (fault: { severity: Severity; lifeSafety: boolean }): Level =>
  fault.severity === 'major' && fault.lifeSafety ? 0 : BY_SEVERITY[fault.severity]

export const levelOfPriority = (priority: Priority): Level => BY_PRIORITY[priority]
