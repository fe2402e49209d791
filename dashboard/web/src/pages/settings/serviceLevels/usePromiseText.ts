import type { Span } from '#domain/promise.ts'
import type { PriorityLevel } from '#domain/servicePolicy.ts'
import { useSpanText } from '../../../format/useSpanText.ts'
import { useServices } from '../../../services.ts'

type Told = Span | PriorityLevel['resolve'] | number | null

/** How long a promise of the service levels lasts, in words; minutes as a bare number, and more days for minor work. */
export function usePromiseText(): (promise: Told) => string {
  const { formats, i18n } = useServices()
  const { t } = i18n
  const spanText = useSpanText()
  return promise => {
    if (promise === null) return t('policy.none')
    if (typeof promise === 'number') return formats.duration(promise * 60_000)
    const told = spanText(promise)
    if (!('minorWorkingDays' in promise) || promise.minorWorkingDays === undefined) return told
    return `${told} (${t('settings.minor', { days: spanText({ workingDays: promise.minorWorkingDays }) })})`
  }
}
