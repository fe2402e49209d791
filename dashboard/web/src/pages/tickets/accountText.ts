import type { Span } from '#domain/promise.ts'
import type { ExplainedClockItem } from '../../api/items.ts'
import type { Formats } from '../../format/formats.ts'
import type { I18n } from '../../i18n/i18n.ts'

type Line = ExplainedClockItem['lines'][number]

/** What the service writes beside a line; read with care, since other versions may write otherwise. */
interface LineDetail {
  dueAt?: string | number
  span?: Span
  policy?: number
  timezone?: string
  assumedYears?: number[]
  reason?: string
  evidence?: string
  pausedMs?: number
  lateMs?: number
  level?: number
  role?: string
  why?: string
}

function spanText(span: Span, zone: string, { t }: I18n, formats: Formats): string {
  if ('elapsedMin' in span) return t('account.elapsed', { span: formats.duration(span.elapsedMin * 60_000) })
  return t('account.workingDays', { n: span.workingDays, zone })
}

/** Why a line of a clock's account is as it is, in the reader's words. */
export function accountText(line: Line, i18n: I18n, formats: Formats): string {
  const { t, word } = i18n
  const detail = (line.detail ?? {}) as LineDetail
  const said = [
    detail.span && spanText(detail.span, detail.timezone ?? '', i18n, formats),
    detail.dueAt !== undefined && t('account.due', { time: formats.dateTime(detail.dueAt) }),
    detail.policy != null && t('account.policy', { n: detail.policy }),
    detail.assumedYears && t('account.assumed', { years: detail.assumedYears.join(', ') }),
    detail.level !== undefined && t('account.told', { level: detail.level, role: word('role', String(detail.role)) }),
    detail.reason && word('pause', detail.reason),
    detail.evidence,
    detail.pausedMs !== undefined && formats.duration(detail.pausedMs),
    detail.lateMs !== undefined && detail.lateMs > 0 && t('account.late', { span: formats.duration(detail.lateMs) }),
    detail.why && word('status', detail.why),
  ]
  return said.filter(text => typeof text === 'string' && text !== '').join(' · ')
}
