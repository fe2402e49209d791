import type { work as words } from '../zh/work.ts'

export const work = {
  'work.title': 'Job',
  'work.repair': 'Repair job',
  'work.visit': 'Maintenance visit',
  'work.arriveBy': 'Be there by {time}',
  'work.resolveBy': 'Repair by {time}',
  'work.done': 'Your part is done. Thank you.',
  'work.noLabel': 'Why there is no label',
  'work.cause': 'Cause',
  'work.action': 'Action',
  'work.delay': 'Why it took longer, if it did',
  'work.until': 'The link holds until {time}',
  'work.link': 'Link without a log-in',
  'work.issue': 'Make a link',
  'work.issueFor': 'Make a link for {who}',
  'work.revoke': 'Take back',
  'work.linkNote':
    'For a contractor: accept, leave, arrive and report the repair without an account. A new link ends the old one.',
  'sentBack.byTelemetry': 'The repair did not hold: the telemetry sent it back',
  'sentBack.byPerson': 'Sent back by {who}: to be worked on again',
  'sentBack.byDesk': 'The desk sent it back: to be worked on again',
  'sentBack.held': 'The fault came back {span} after the repair.',
  'sentBack.again': 'Go there again, find out why it came back, and repair it anew.',
  'sentBack.chip': 'to be redone',
} satisfies Record<keyof typeof words, string>
