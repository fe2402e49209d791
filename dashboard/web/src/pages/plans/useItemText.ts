import type { PlanItem } from '#domain/plans.ts'
import { limitText } from '../../checklist/limitText.ts'
import { useServices } from '../../services.ts'

/** An item of a checklist in one line, with all that it asks for. */
export function useItemText(): (item: PlanItem) => string {
  const { names, formats, i18n } = useServices()
  const { t, pick } = i18n
  return item => {
    const { when = '', when_zh: whenZh = '', classes = [] } = item
    const said = [
      pick({ en: item.requirement, zh: item.requirement_zh }),
      item.result === 'number' && `${t('plan.answer.number')} ${limitText(item, formats)}`.trim(),
      item.test && t('plan.test'),
      item.photo && t('plan.photo'),
      pick({ en: when, zh: whenZh }),
      ...classes.map(names.className),
      item.demandOf && names.faultName(item.demandOf),
    ]
    return `${pick({ en: item.name, zh: item.name_zh })} (${said.filter(Boolean).join(' · ')})`
  }
}
