import { type Static, Type } from 'typebox'

export const CalendarDate = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' })

/** A year's notice of the State Council: days off, and weekend days that are worked (调休); ISO dates, local to the site. */
export interface YearCalendar {
  offDays: readonly string[]
  workDays: readonly string[]
}

/** A year's table as it is imported, a day a line, as the notice lists them. */
export const CalendarImport = Type.Object(
  {
    year: Type.Integer({ minimum: 2000, maximum: 2100 }),
    days: Type.Array(
      Type.Object(
        { date: CalendarDate, isOffDay: Type.Boolean(), name: Type.String({ minLength: 1, maxLength: 100 }) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 366 },
    ),
    source: Type.String({ minLength: 1, maxLength: 500, description: 'The notice that the table is from' }),
    confirmed: Type.Optional(
      Type.Boolean({
        description: 'A person has compared it with the notice: it is right without the statutory days off',
      }),
    ),
  },
  { $id: 'CalendarImport', additionalProperties: false },
)
export type CalendarImport = Static<typeof CalendarImport>

/**
 * What a year's table should have by law and does not, which a person may confirm: a statutory day off that is worked, or
 * weekdays off (less weekend days worked) that are not as many as the statutory days; then `date` is the year.
 */
export type CalendarDoubt =
  | { problem: 'holidayMissing'; date: string; name: string; name_zh: string }
  | { problem: 'unbalanced'; date: string; is: number; expected: number }

/** A year's table as it stands. */
export interface CalendarYear extends YearCalendar {
  year: number
  source: string
  importedBy: string
  importedAt: number
}
