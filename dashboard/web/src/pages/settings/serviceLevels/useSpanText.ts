import type { Span } from '#domain/promise.ts'
import type { PriorityLevel } from '#domain/servicePolicy.ts'
import { useServices } from '../../../services.ts'

type Told = Span | PriorityLevel['resolve'] | number | null

/** How long a promise lasts, in words: on the 24 h clock, or in working days. */
export function useSpanText(): (span: Told) => string {
  const { formats, i18n } = useServices()
  const { t } = i18n
  return span => {
    if (span === null) return t('policy.none')
    if (typeof span === 'number') return formats.duration(span * 60_000)
    if ('elapsedMin' in span) return formats.duration(span.elapsedMin * 60_000)
    const days = t('settings.workingDays', { n: span.workingDays })
    if (!('minorWorkingDays' in span) || span.minorWorkingDays === undefined) return days
    return `${days} (${t('settings.minor', { days: t('settings.workingDays', { n: span.minorWorkingDays }) })})`
  }
}
