import type { Equipment } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import type { Trouble } from '#domain/reported.ts'
import type { Workshop } from '../needs.ts'
import type { TicketPlan } from '../tickets/openTicket.ts'
import { findRule } from '../tickets/priority.ts'
import { usualSkill } from '../tickets/usualSkill.ts'

/** What was told, in the words of the catalogue. */
export interface Told {
  /** Or the place where it is, as long as the equipment is not known. */
  equipment: Equipment
  trouble: Trouble
  /** People are in danger: by the kind of trouble, or because the reporter says so. */
  danger: boolean
  faultCode: string | undefined
  /** Where at the place, in words. */
  place?: string | undefined
  /** The class that it seems to be. */
  seems?: string | undefined
}

/** @throws CodedError UNKNOWN_TROUBLE, UNKNOWN_CLASS */
export function readTold(
  { catalogue }: Workshop,
  equipment: Equipment,
  input: { trouble: string; danger?: boolean | undefined; place?: string | undefined; seems?: string | undefined },
): Told {
  const { place, seems } = input
  const somewhere = equipment.class === PLACE_CLASS
  const trouble = catalogue.troubles.find(each => each.code === input.trouble)
  if (!trouble || (!somewhere && trouble.classes?.includes(equipment.class) === false))
    throw new CodedError('UNKNOWN_TROUBLE', { trouble: input.trouble, class: equipment.class })
  if (seems !== undefined && !catalogue.classes.has(seems)) throw new CodedError('UNKNOWN_CLASS', { class: seems })
  const danger = trouble.danger === true || input.danger === true
  const faultCode = trouble.faults?.[equipment.class]
  return { equipment, trouble, danger, faultCode, ...(somewhere && { place: place?.trim(), seems }) }
}

/** The ticket that a report opens: how urgent it is goes by the kind of trouble and by danger. */
export function planOf(needs: Workshop, told: Told, by: string, now: number): TicketPlan {
  const { equipment, trouble, danger, faultCode, place, seems } = told
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
    place,
    estRepairMin: rule?.estRepairMin,
    skill: rule?.skill ?? usualSkill(needs.catalogue.classes.get(seems ?? equipment.class)),
  }
}
