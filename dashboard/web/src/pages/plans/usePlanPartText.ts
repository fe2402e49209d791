import type { PlanPart } from '#domain/plans.ts'
import { useServices } from '../../services.ts'
import { usePartName } from '../parts/usePartName.ts'

/** A part of a plan in a line: how much of it, and for which class or model where it is not for all. */
export function usePlanPartText() {
  const { names, i18n } = useServices()
  const { partName } = usePartName()
  return (plan: PlanPart): string => {
    const part = `${partName(plan.partNo)} × ${plan.quantity}`
    const only = [plan.class && names.className(plan.class), plan.model].filter(Boolean).join(' ')
    return only === '' ? part : i18n.t('plan.partOnly', { part, only })
  }
}
