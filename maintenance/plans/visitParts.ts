import { type Equipment, modelOf } from '#domain/equipment.ts'
import type { Plan } from '#domain/plans.ts'
import { mergeNeeds, type PartNeed } from '../parts/reservations.ts'

/** The parts that a visit takes: of each plan that it covers, for each piece of equipment that it is about. */
export function visitParts(plans: readonly Plan[], equipment: readonly Equipment[]): PartNeed[] {
  return mergeNeeds(
    plans.flatMap(plan =>
      plan.parts.flatMap(({ partNo, quantity, class: only, model }) =>
        equipment
          .filter(e => plan.classes.includes(e.class) && (only ?? e.class) === e.class)
          .filter(e => model === undefined || modelOf(e.params) === model)
          .map(() => ({ partNo, quantity })),
      ),
    ),
  )
}
