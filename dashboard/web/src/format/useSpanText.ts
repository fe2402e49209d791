import type { Span } from '#domain/promise.ts'
import { useServices } from '../services.ts'

/** How long a promise lasts, in words: on the 24 h clock, or in working days. */
export function useSpanText(): (span: Span) => string {
  const { formats, i18n } = useServices()
  return span =>
    'elapsedMin' in span
      ? formats.duration(span.elapsedMin * 60_000)
      : i18n.t('span.workingDays', { n: span.workingDays })
}
