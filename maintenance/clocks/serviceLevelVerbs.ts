import type { CalendarImport, CalendarYear } from '#domain/calendars.ts'
import type { Actor } from '#domain/people.ts'
import type { NewServicePolicy, ServicePolicyVersion } from '#domain/servicePolicy.ts'
import { recountComplaints } from '../complaints/recountComplaints.ts'
import type { Workshop } from '../needs.ts'
import { recountWorkingDays } from './recalculate.ts'

/** What is promised, and the calendars that working days are counted by. */
export interface ServiceLevelVerbs {
  policies(): readonly ServicePolicyVersion[]
  /** @throws CodedError BAD_REQUEST for a time in the past, a level that is missing; STALE_VERSION */
  addPolicy(input: NewServicePolicy, actor: Actor): Promise<ServicePolicyVersion>
  /** The years with a table, and those that running promises reach into without one. */
  calendars(): Promise<{ years: CalendarYear[]; missing: number[] }>
  /**
   * Takes a year's table; the running promises in working days are counted again.
   * @throws CodedError CALENDAR_INVALID, CALENDAR_UNCONFIRMED
   */
  enterCalendar(table: CalendarImport, actor: Actor): Promise<{ year: CalendarYear; recalculated: number }>
}

/** The years, up to the latest due time, whose working days nobody has told. */
async function missingYears({ database, calendars, clock }: Workshop): Promise<number[]> {
  const lastOf = async (table: 'ticket_clock' | 'complaint_clock') => {
    const last = await database.db
      .selectFrom(table)
      .select(eb => eb.fn.max('due_at').as('due'))
      .where('stopped_at', 'is', null)
      .where('span', 'like', '%workingDays%')
      .executeTakeFirst()
    return Number(last?.due ?? 0)
  }
  const from = new Date(clock.now()).getUTCFullYear()
  const last = Math.max(clock.now(), await lastOf('ticket_clock'), await lastOf('complaint_clock'))
  const to = new Date(last).getUTCFullYear()
  return Array.from({ length: to - from + 1 }, (_, i) => from + i).filter(year => !calendars.knows(year))
}

export function createServiceLevels(needs: Workshop): ServiceLevelVerbs {
  const { policies, calendars, clock } = needs
  return {
    policies: () => policies.list(),
    addPolicy: (input, actor) => policies.add(input, actor),
    calendars: async () => ({ years: calendars.list(), missing: await missingYears(needs) }),
    enterCalendar: async (table, actor) => {
      const year = await calendars.enter(table, actor)
      const cause = { at: clock.now(), by: actor.username, why: `calendar ${table.year}` }
      const tickets = await recountWorkingDays(needs, cause)
      return { year, recalculated: tickets + (await recountComplaints(needs, cause)) }
    },
  }
}
