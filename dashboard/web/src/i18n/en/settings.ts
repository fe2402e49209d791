import type { settings as words } from '../zh/settings.ts'

/** The pages of the settings, and how service levels are explained. */
export const settings = {
  'nav.settings': 'Settings',
  'settings.serviceLevels': 'Service levels',
  'settings.calendars': 'Working-day calendars',
  'settings.overview': 'Overview',
  'settings.numbers': 'All numbers',
  'settings.history': 'History',
  'settings.promises': 'What is promised (version {n})',
  'settings.promisesNote':
    'A ticket keeps the version in force when it was opened; later changes hold for new tickets. For people trapped in a lift the legal limit of the site decides the arrival (TSG T5002-2017 Art. 5(4)).',
  'settings.priority': 'Priority',
  'settings.kind': 'Kind',
  'settings.minor': 'minor repair: {days}',
  'settings.complaints': 'Complaints',
  'settings.clocks': 'How the clocks run',
  'settings.runs': 'From – until',
  'settings.startsReport': 'first report',
  'settings.startsRepair': 'repair done',
  'settings.startsLow': 'low score',
  'settings.stopsAt': 'the ticket becomes “{status}” (or goes beyond it)',
  'settings.stopsFirst': 'somebody takes the first step with the ticket',
  'settings.stopsCall': 'the call is made',
  'settings.counts': 'What is counted',
  'settings.elapsed': 'Promises in minutes or hours run on the 24 h clock, holidays included.',
  'settings.working': 'Promises in working days run from {open} to {close} of working days, local to the site.',
  'settings.workingRule':
    'Reported in working hours: due at the same time on the n-th later working day. Reported outside: counted from the next opening, due at {close} of the n-th working day.',
  'settings.minorRule': 'A repair estimated at up to {span} with every part in stock is a minor one.',
  'settings.fixedRule':
    'A higher priority counts again from the first report; a new table of working days moves the promises that still run.',
  'settings.pauses': 'What may let a clock stand still',
  'settings.noPause': 'Where life is in danger no clock stands still.',
  'settings.evidence': 'with evidence',
  'settings.escalation': 'Escalation',
  'settings.inForceAt': 'In force from',
  'settings.inForceNote': 'Left empty: at once',
  'settings.inPast': 'Must not lie in the past',
  'settings.beforeLatest': 'The latest version begins at {time}; this one must not begin before it',
} satisfies Record<keyof typeof words, string>
