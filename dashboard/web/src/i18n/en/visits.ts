import type { visits as words } from '../zh/visits.ts'

/** The calendar of planned visits, and subscriptions to it. */
export const visits = {
  'plansTab.calendar': 'Calendar',
  'visits.before': 'Month before',
  'visits.after': 'Next month',
  'visits.today': 'Today',
  'visits.legend': 'What the marks mean',
  'visits.ofDay': '{day} ({n})',
  'visits.none': 'No visit is due on this day.',
  'visits.nothing': 'no visit',
  'visits.state': 'State',
  'visits.until': 'in time until {day}',
  'calendarLink.title': 'In a calendar program',
  'calendarLink.note':
    'A secret address shows the visits of the site or the technician chosen above to any program that reads iCalendar, with your rights, until you revoke it.',
  'calendarLink.choose': 'Choose a site or a technician first.',
  'calendarLink.make': 'Make an address',
  'calendarLink.once': 'Add this address as a calendar subscription. It is shown only now.',
  'calendarLink.about': 'Visits of',
  'calendarLink.made': 'Made',
  'calendarLink.used': 'Last read',
  'calendarLink.never': 'never',
  'calendarLink.revoke': 'Revoke',
  'calendarLink.sure': 'Revoke the address for {what}? Programs that use it no longer see the visits.',
} satisfies Record<keyof typeof words, string>
