import type { TicketItem } from '../../api/items.ts'
import type { Wording } from '../../i18n/wording.ts'

export type EntryItem = TicketItem['timeline'][number]

/** What happened, in one sentence. */
export function timelineText(entry: EntryItem, { t, word }: Wording): string {
  const event = word('event', entry.event)
  if (entry.to === undefined) return event
  const to = t(`status.${entry.to}`)
  return entry.event === 'moved' ? to : `${event} · ${to}`
}
