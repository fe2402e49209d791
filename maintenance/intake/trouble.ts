import type { ClassEntry } from '#domain/catalogue.ts'
import type { Equipment } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import type { Trouble } from '#domain/reported.ts'
import type { Workshop } from '../needs.ts'
import type { TicketPlan } from '../tickets/openTicket.ts'
import { findRule } from '../tickets/priority.ts'

/** What was told, in the words of the catalogue. */
export interface Told {
  equipment: Equipment
  trouble: Trouble
  /** People are in danger: by the kind of trouble, or because the reporter says so. */
  danger: boolean
  faultCode: string | undefined
}

/** @throws CodedError NOT_FOUND, UNKNOWN_TROUBLE */
export function readTold(
  needs: Workshop,
  input: { equipment: string; trouble: string; danger?: boolean | undefined },
): Told {
  const equipment = needs.equipment(input.equipment)
  if (!equipment) throw new CodedError('NOT_FOUND', { equipment: input.equipment })
  const trouble = needs.catalogue.troubles.find(each => each.code === input.trouble)
  if (!trouble || trouble.classes?.includes(equipment.class) === false)
    throw new CodedError('UNKNOWN_TROUBLE', { trouble: input.trouble, class: equipment.class })
  const danger = trouble.danger === true || input.danger === true
  return { equipment, trouble, danger, faultCode: trouble.faults?.[equipment.class] }
}

/** The skill that most faults of a class take. */
function usualSkill(entry: ClassEntry | undefined): string | undefined {
  const counts = new Map<string, number>()
  for (const { skill } of entry?.faults ?? []) counts.set(skill, (counts.get(skill) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}

/** The ticket that a report opens: how urgent it is goes by the kind of trouble and by danger. */
export function planOf(needs: Workshop, told: Told, by: string, now: number): TicketPlan {
  const { equipment, trouble, danger, faultCode } = told
  const rule = faultCode === undefined ? undefined : findRule(needs.catalogue, equipment.class, faultCode)?.rule
  return {
    equipment,
    origin: 'resident',
    by,
    trouble: trouble.code,
    severity: danger ? 'major' : trouble.severity,
    lifeSafety: danger || trouble.lifeSafety,
    openedAt: now,
    failedAt: now,
    faultCode,
    estRepairMin: rule?.estRepairMin,
    skill: rule?.skill ?? usualSkill(needs.catalogue.classes.get(equipment.class)),
  }
}
