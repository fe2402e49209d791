import { inOneLanguage } from '#domain/explain/inOneLanguage.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Wording } from '../../i18n/wording.ts'
import type { WordKey } from '../../i18n/zh.ts'
import type { EntryItem } from './timelineText.ts'

/** How people and lengths of time are called. */
export interface TimelineNames {
  technician(id: string): string
  duration(ms: number): string
  surveyReason(code: string): string
  pauseReason(code: string): string
  pick(both: { en: string; zh: string }): string
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const TOLD = ['delay', 'answer', 'evidence', 'note'] as const

/** How an arrival was proven; `label`: by an id, before labels had codes. */
const PROOFS: Readonly<Record<string, WordKey>> = {
  scan: 'timeline.scan',
  typed: 'timeline.typed',
  signal: 'timeline.signal',
  label: 'timeline.label',
}

/** What the service adds of its own accord. */
function noted(detail: Record<string, unknown>, { t }: Wording, names: TimelineNames): (string | undefined)[] {
  const proof = detail.proof as { by?: string } | undefined
  const pause = detail.pause as { reason?: string } | undefined
  return [
    typeof detail.heldMs === 'number' ? t('timeline.notHeld', { span: names.duration(detail.heldMs) }) : undefined,
    detail.byTelemetry === true ? t('timeline.byTelemetry') : undefined,
    proof?.by && t(PROOFS[proof.by] ?? 'timeline.unproven'),
    detail.pauseIs === 'asked' ? t('timeline.pauseAsked') : undefined,
    pause?.reason && names.pauseReason(pause.reason),
  ]
}

/** What the customer answered, or said on the phone. */
function heard(
  { survey, followUp, result }: Record<string, unknown>,
  { t, word }: Wording,
  names: TimelineNames,
): (string | undefined)[] {
  const answer = survey as { score: number; comment?: string; reasons?: string[] } | undefined
  const call = followUp as { result: string; note?: string } | undefined
  const outcome = call?.result ?? text(result)
  return [
    answer && t('calls.score', { n: answer.score }),
    ...(answer?.reasons ?? []).map(names.surveyReason),
    answer?.comment,
    outcome && word('followUp', outcome),
    call?.note,
  ]
}

/** Who is missing, and who was told of it. */
function lacking({ lacks, told }: Record<string, unknown>, { t }: Wording): (string | undefined)[] {
  const whom = Array.isArray(told) && told.length > 0 ? told.join(', ') : undefined
  return [
    lacks === 'crew' ? t('timeline.lacksCrew') : undefined,
    lacks === 'second' ? t('timeline.lacksSecond') : undefined,
    whom && t('timeline.told', { who: whom }),
  ]
}

/** How many lines of a checklist were answered, and how many of them are not in order. */
function answered({ answers, notOk }: Record<string, unknown>, { t }: Wording): (string | undefined)[] {
  return [
    typeof answers === 'number' ? t('timeline.answers', { n: answers }) : undefined,
    typeof notOk === 'number' && notOk > 0 ? t('timeline.notOk', { n: notOk }) : undefined,
  ]
}

/** Why; a code where the service levels name it, and what the service wrote in the reader's language. */
function reasonOf({ event, by, detail }: EntryItem, names: TimelineNames): string | undefined {
  const reason = text(detail?.reason)
  if (reason === undefined) return undefined
  if (event === 'pauseGranted') return names.pauseReason(reason)
  return by === SYSTEM.username ? inOneLanguage(reason, names.pick) : reason
}

/** What was said or decided with it; codes and ids that the reader sees elsewhere are left out. */
export function timelineDetail(entry: EntryItem, i18n: Wording, names: TimelineNames): string {
  const { t, word } = i18n
  const detail = entry.detail ?? {}
  const { technician, proposed, clock, partNo, role, name } = detail
  const said = [
    text(partNo) && `${partNo} × ${detail.quantity ?? ''}`,
    text(clock) && word('clock', String(clock)),
    detail.level === undefined
      ? undefined
      : text(role) && t('account.told', { level: Number(detail.level), role: word('role', String(role)) }),
    text(proposed) && t('ticket.proposed', { who: names.technician(String(proposed)) }),
    text(technician) && t('timeline.technician', { who: names.technician(String(technician)) }),
    text(detail.second) && t('timeline.second', { who: names.technician(String(detail.second)) }),
    ...lacking(detail, i18n),
    text(name),
    entry.event === 'partTaken' || entry.event === 'partTakenOver' ? text(detail.ticket) : undefined,
    ...noted(detail, i18n, names),
    ...heard(detail, i18n, names),
    ...(entry.event === 'checklistAnswered' ? answered(detail, i18n) : []),
    reasonOf(entry, names),
    ...TOLD.map(field => text(detail[field])),
  ]
  return said.filter(part => part !== undefined && part !== '').join(' · ')
}
