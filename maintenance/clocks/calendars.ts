import type { CalendarImport, CalendarYear, YearCalendar } from '#domain/calendars.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { isWeekday } from '#domain/zonedTime.ts'
import type { MaintenanceNeeds } from '../needs.ts'
import { checkCalendar } from './checkCalendar.ts'
import { checkHolidays } from './checkHolidays.ts'

type Needs = Pick<MaintenanceNeeds, 'database' | 'log' | 'clock' | 'catalogue'>

/** The tables of working days, year by year. */
export interface Calendars {
  /** A year without a table is counted Monday to Friday, and said so once. */
  isWorkingDay(date: string): boolean
  knows(year: number): boolean
  list(): CalendarYear[]
  /**
   * Takes a year's table, in place of an earlier one.
   * @throws CodedError CALENDAR_INVALID with what is wrong, CALENDAR_UNCONFIRMED with what the law gives and it lacks
   */
  enter(table: CalendarImport, actor: Actor): Promise<CalendarYear>
}

async function writeYear({ database }: Needs, year: CalendarYear): Promise<void> {
  const row = {
    year: year.year,
    off_days: JSON.stringify(year.offDays),
    work_days: JSON.stringify(year.workDays),
    source: year.source,
    imported_by: year.importedBy,
    imported_at: year.importedAt,
  }
  await database.write(trx =>
    trx
      .insertInto('calendar_year')
      .values(row)
      .onConflict(c => c.column('year').doUpdateSet(row))
      .execute(),
  )
}

async function readYears({ database }: Needs): Promise<CalendarYear[]> {
  const rows = await database.db.selectFrom('calendar_year').selectAll().orderBy('year').execute()
  return rows.map(row => ({
    year: row.year,
    offDays: JSON.parse(row.off_days),
    workDays: JSON.parse(row.work_days),
    source: row.source,
    importedBy: row.imported_by,
    importedAt: row.imported_at,
  }))
}

const fromCatalogue = ({ catalogue }: Needs): CalendarYear => {
  const { offDays, workDays, source } = catalogue.serviceLevels.calendar2026
  return { year: 2026, offDays, workDays, source, importedBy: 'catalogue', importedAt: 0 }
}

const toYear = ({ year, days, source }: CalendarImport, actor: Actor, now: Millis): CalendarYear => ({
  year,
  offDays: days.filter(d => d.isOffDay).map(d => d.date),
  workDays: days.filter(d => !d.isOffDay).map(d => d.date),
  source,
  importedBy: actor.username,
  importedAt: now,
})

const worksOn = ({ offDays, workDays }: YearCalendar, date: string): boolean =>
  workDays.includes(date) || (isWeekday(date) && !offDays.includes(date))

/** Opens the tables: the catalogue's 2026, and what was imported since. */
export async function openCalendars(needs: Needs): Promise<Calendars> {
  const years = new Map([fromCatalogue(needs), ...(await readYears(needs))].map(year => [year.year, year]))
  const told = new Set<string>()
  return {
    isWorkingDay: date => {
      const year = years.get(Number(date.slice(0, 4)))
      if (year) return worksOn(year, date)
      if (!told.has(date.slice(0, 4))) {
        told.add(date.slice(0, 4))
        needs.log.warn(
          { year: date.slice(0, 4) },
          'no table of working days for this year: Monday to Friday are counted',
        )
      }
      return isWeekday(date)
    },
    knows: year => years.has(year),
    list: () => [...years.values()].sort((a, b) => a.year - b.year),
    enter: async (table, actor) => {
      const problems = checkCalendar(table)
      if (problems.length > 0) throw new CodedError('CALENDAR_INVALID', { year: table.year, problems })
      const doubts = checkHolidays(table, needs.catalogue.statutoryHolidays)
      if (doubts.length > 0 && table.confirmed !== true)
        throw new CodedError('CALENDAR_UNCONFIRMED', { year: table.year, problems: doubts })
      if (doubts.length > 0) needs.log.info({ by: actor.username, year: table.year, doubts }, 'calendar confirmed')
      const year = toYear(table, actor, needs.clock.now())
      await writeYear(needs, year)
      years.set(year.year, year)
      return year
    },
  }
}
