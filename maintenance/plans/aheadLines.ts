import type { Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { addDays } from '../clocks/localDay.ts'
import { gridDaysOf, type SiteDues } from './dues.ts'
import { subjectsOf } from './subjects.ts'
import { visitsAhead } from './visitsAhead.ts'

/** A visit that will be opened, if those before it are done on their days. */
export type AheadLine = Selectable<Tables['plan_ahead']>

/** So many days ahead visits are foreseen. */
const AHEAD_DAYS = 92

/** The visits to a site that will be opened until so many days from now. */
export function aheadLines(dues: SiteDues): AheadLine[] {
  const { site, today } = dues
  const ahead = { today, untilDay: addDays(today, AHEAD_DAYS), gridDay: gridDaysOf(dues) }
  return subjectsOf(dues).flatMap(subject =>
    visitsAhead(subject, ahead).map(({ plan, dueDay }) => ({ site, plan, subject: subject.subject, due_day: dueDay })),
  )
}
