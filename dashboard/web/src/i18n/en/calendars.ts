import type { calendars as words } from '../zh/calendars.ts'

/** Tables of working days. */
export const calendars = {
  'calendar.year': 'Year',
  'calendar.off': 'Day off',
  'calendar.makeUp': 'Make-up working day',
  'calendar.weekend': 'Weekend',
  'calendar.working': 'Working day',
  'calendar.offMark': 'H',
  'calendar.makeUpMark': 'W',
  'calendar.counts': '{off} days off, {work} make-up working days',
  'calendar.from': 'from: {source}',
  'calendar.missing':
    'There is no table for {year}, but running promises reach into it: Monday to Friday are counted. Import the notice of the State Council.',
  'calendar.soon': 'The table for {year} has not been imported; without it Monday to Friday are counted.',
  'calendar.unknownYear': 'There is no table for {year}: Monday to Friday are counted',
  'calendar.import': 'Import a year',
  'calendar.importNote':
    'A day a line: date, off or work, name of the holiday; or the JSON of the holiday-cn data set. List every day of a holiday, weekends too; weekend days that are worked are “work”.',
  'calendar.example': '2027-01-01, off, New Year',
  'calendar.file': 'File (optional)',
  'calendar.table': 'Days off and make-up days',
  'calendar.source': 'Source (title or address of the notice)',
  'calendar.unread': 'Lines that cannot be read: {lines}',
  'calendar.preview': '{year}: {off} days off, {work} make-up working days',
  'calendar.replaces': 'It takes the place of the table for {year}',
  'calendar.take': 'Import',
  'calendar.taken':
    'The table for {year} is in force; {n} running promise was counted again | The table for {year} is in force; {n} running promises were counted again',
  'calendar.problem.noSuchDay': 'there is no such day',
  'calendar.problem.otherYear': 'belongs to another year',
  'calendar.problem.twice': 'stands there twice',
  'calendar.problem.workedAnyway': 'is a working day anyway',
  'calendar.problem.gap': 'is missing in the middle of “{name}”',
  'calendar.problem.holidayMissing': 'is a day off by law (“{name}”), but a working day in this table',
  'calendar.problem.unbalanced':
    'the weekdays off, less the make-up days, are {is}; the law gives {expected}. A day off or a make-up day is missing or too many',
  'calendar.confirm': 'I have compared it with the notice: it is right as it is',
  'calendar.confirmNote':
    'Days off by law: decree 795 of the State Council. Other countries’ tables are confirmed too.',
} satisfies Record<keyof typeof words, string>
