import { PROBLEM_ZH } from '#domain/explain/problemZh.ts'
import { basics } from './basics.ts'
import { checklist } from './checklist.ts'
import { events } from './events.ts'
import { labels } from './labels.ts'
import { opinions } from './opinions.ts'
import { ownComplaints } from './ownComplaints.ts'
import { places } from './places.ts'
import { publicErrors } from './publicErrors.ts'
import { reports } from './reports.ts'
import { shell } from './shell.ts'
import { surveys } from './surveys.ts'
import { ticketStatuses } from './ticketStatuses.ts'
import { work } from './work.ts'

/** What residents and contractors read without a log-in, and everybody else too. */
export const everyone = {
  ...shell,
  ...basics,
  ...publicErrors,
  ...PROBLEM_ZH,
  ...reports,
  ...places,
  ...labels,
  ...surveys,
  ...ownComplaints,
  ...opinions,
  ...ticketStatuses,
  ...work,
  ...checklist,
  ...events,
}
