import type { TicketItem } from '../../api/items.ts'
import type { I18n } from '../../i18n/i18n.ts'

export type EntryItem = TicketItem['timeline'][number]

/** What happened, in one sentence. */
export function timelineText(entry: EntryItem, { t, word }: I18n): string {
  const event = word('event', entry.event)
  if (entry.to === undefined) return event
  const to = t(`status.${entry.to}`)
  return entry.event === 'moved' ? to : `${event} · ${to}`
}

/** What was said or decided with it; codes and ids that the reader sees elsewhere are left out. */
export function timelineDetail(entry: EntryItem, { t, word }: I18n, nameOf: (technician: string) => string): string {
  const detail = entry.detail ?? {}
  const said = [detail.reason, detail.note].filter(text => typeof text === 'string')
  if (typeof detail.technician === 'string') said.unshift(t('timeline.technician', { who: nameOf(detail.technician) }))
  if (typeof detail.proposed === 'string') said.unshift(t('ticket.proposed', { who: nameOf(detail.proposed) }))
  if (typeof detail.clock === 'string') said.unshift(word('clock', detail.clock))
  if (typeof detail.partNo === 'string') said.unshift(`${detail.partNo} × ${detail.quantity ?? ''}`)
  return said.join(' · ')
}
