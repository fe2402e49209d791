import { applies, type Catalogue, type ClassEntry, paramOf } from '#domain/catalogue.ts'
import type { Equipment, Occupancy } from '#domain/equipment.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'
import type { Severity } from '#domain/faults.ts'
import { raisePriority, type ServicePolicy } from '#domain/servicePolicy.ts'
import { PRIORITIES, type Priority } from '#domain/tickets.ts'

/** What a fault is, and what its class says about it. */
export interface KnownFault {
  entry: ClassEntry
  rule: FaultRule
}

export function findRule(catalogue: Catalogue, equipmentClass: string, code: string): KnownFault | undefined {
  const entry = catalogue.classes.get(equipmentClass)
  const rule = entry?.fault.get(code)
  return entry && rule && { entry, rule }
}

/** Whether a fault says only that nothing was heard. */
export const isSilence = (catalogue: Catalogue, equipmentClass: string, code: string): boolean =>
  findRule(catalogue, equipmentClass, code)?.rule.condition.type === 'stale'

/** Whether a fault of this piece of equipment endangers life: always, or by what the equipment serves. */
export function endangersLife({ entry, rule }: KnownFault, equipment: Equipment): boolean {
  if (rule.lifeSafety) return true
  if (!rule.lifeSafetyWhen) return false
  return applies(rule.lifeSafetyWhen, name => paramOf(entry, equipment.params, name))
}

/** Catalogue §5.4. An unknown occupancy counts as high where life is in danger, otherwise as normal. */
export function priorityOf(
  { matrix }: Pick<ServicePolicy, 'matrix'>,
  severity: Severity,
  lifeSafety: boolean,
  occupancy: Occupancy,
): Priority {
  const column = occupancy === 'unknown' ? (lifeSafety ? 'high' : 'normal') : occupancy
  const cell = matrix.find(row => row.severity === severity && row.lifeSafety === lifeSafety)?.[column]
  const priority = PRIORITIES.find(p => p === cell)
  if (!priority)
    throw new CodedError('CATALOGUE_INVALID', { severity, lifeSafety, column }, 'The priority matrix has a gap')
  return priority
}

/** The priority of a ticket: by the matrix, and more urgent when the fault was repaired not long ago. */
export function ticketPriority(
  policy: ServicePolicy,
  about: { severity: Severity; lifeSafety: boolean; occupancy: Occupancy; repeated: boolean },
): Priority {
  const priority = priorityOf(policy, about.severity, about.lifeSafety, about.occupancy)
  if (!about.repeated) return priority
  return raisePriority(priority, policy.repeat.raise, about.lifeSafety ? 'P0' : policy.repeat.highest)
}
