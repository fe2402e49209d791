import { PROBLEM_EN } from '#domain/explain/problemEn.ts'
import type { everyone as words } from '../zh/everyone.ts'
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

export const everyone = {
  ...shell,
  ...basics,
  ...publicErrors,
  ...PROBLEM_EN,
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
} satisfies Record<keyof typeof words, string>
