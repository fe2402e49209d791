import type { WindowState } from '#domain/windows.ts'
import type { WindowItem } from '../../api/items.ts'

/** How a window stands at a moment. */
export function windowState({ startsAt, endsAt, endedAt }: WindowItem, now: number): WindowState {
  if (endedAt !== undefined || Date.parse(endsAt) <= now) return 'ended'
  return Date.parse(startsAt) <= now ? 'active' : 'planned'
}
