import type { ProjectionItem } from '../../../api/items.ts'
import { useServices } from '../../../services.ts'
import { usePartName } from '../usePartName.ts'

/** What a projection comes to, in sentences. */
export function useProjectionText(): (of: ProjectionItem) => string[] {
  const { formats, i18n } = useServices()
  const { t } = i18n
  const { unitOf } = usePartName()
  const now = (at: string, from: string) => Date.parse(at) <= Date.parse(from)

  function below({ belowAt, orderAt, from, quantity, leadTimeDays: days, ...of }: ProjectionItem): string[] {
    if (belowAt === undefined || orderAt === undefined) return [t('projection.enough', { to: formats.date(of.to) })]
    const n = `${formats.number(quantity ?? 0, 7)} ${unitOf(of.partNo)}`.trim()
    const at = formats.date(orderAt)
    const order = quantity === undefined ? 'projection.orderLater' : 'projection.orderAt'
    return [
      now(belowAt, from) ? t('projection.belowNow') : t('projection.below', { at: formats.date(belowAt) }),
      now(orderAt, from) && quantity !== undefined ? t('projection.orderNow', { days, n }) : t(order, { days, at, n }),
    ]
  }

  function runsOut({ runsOutAt, changes }: ProjectionItem): string[] {
    if (runsOutAt === undefined) return []
    const comes = changes.some(one => one.quantity > 0 && Date.parse(one.at) > Date.parse(runsOutAt))
    return [t(comes ? 'projection.hurry' : 'projection.runsOut', { at: formats.date(runsOutAt) })]
  }

  return of => [...below(of), ...runsOut(of)]
}
