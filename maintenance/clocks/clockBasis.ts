import type { Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Span } from '#domain/promise.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { TicketRow } from '../tickets/lockTicket.ts'
import type { Promised } from './dueTime.ts'
import { type WorkingCalendar, workingCalendar } from './workingDays.ts'

export type ClockRow = Selectable<Tables['ticket_clock']>

/** What a clock needs to know of its ticket. */
export type ClockTicket = Pick<TicketRow, 'id' | 'site' | 'priority' | 'policy'>

/** A clock from before spans were kept counts elapsed minutes. */
export const spanOf = ({ span, started_at, due_at }: ClockRow): Span =>
  span === null ? { elapsedMin: Math.max(1, Math.round((due_at - started_at) / 60_000)) } : JSON.parse(span)

/** The working time that promises at a site are counted in. */
export function calendarOf(needs: Workshop, { site, policy }: Pick<ClockTicket, 'site' | 'policy'>): WorkingCalendar {
  const { workingHours } = needs.policies.get(policy).policy
  return workingCalendar(needs.calendars.isWorkingDay, workingHours, needs.timezone(site))
}

/** The years that a promise was counted over without a table of their working days. */
function assumedYears(needs: Workshop, span: Span, from: Millis, to: Millis): number[] {
  if ('elapsedMin' in span) return []
  const [first, last] = [new Date(from).getUTCFullYear(), new Date(to).getUTCFullYear()]
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(year => !needs.calendars.knows(year))
}

/** How a due time came about, for the clock's account. */
export function basisOf(needs: Workshop, ticket: ClockTicket, { span, startedAt }: Promised, due: Millis) {
  const assumed = assumedYears(needs, span, startedAt, due)
  return {
    dueAt: due,
    span,
    policy: ticket.policy,
    ...('workingDays' in span && { timezone: needs.timezone(ticket.site) }),
    ...(assumed.length > 0 && { assumedYears: assumed }),
  }
}
