import type { crew as words } from '../zh/crew.ts'

export const crew = {
  'crew.title': 'Crew',
  'crew.needed': 'The work asks for {n} person | The work asks for {n} people',
  'crew.lead': 'leads',
  'crew.second': 'goes along',
  'crew.proposed': 'proposed',
  'crew.waiting': 'not accepted yet',
  'crew.accepted': 'accepted',
  'crew.answerBy': 'Answer by {time}',
  'crew.accept': 'I go',
  'crew.decline': 'I cannot',
  'crew.missing': '{n} person missing | {n} people missing',
  'crew.lacking': 'Short of people since {since}; tried again when something changes, at {next} at the latest',
  'crew.expired': 'did not accept in time',
  'crew.declined': 'declined',
  'crew.returned': 'accepted, then gave it back',
  'crew.withdrawn': 'taken back',
  'timeline.second': 'with {who}',
  'timeline.told': 'told: {who}',
  'timeline.lacksCrew': 'nobody to send',
  'timeline.lacksSecond': 'nobody to go along',
} satisfies Record<keyof typeof words, string>
