import type { shell as words } from '../zh/shell.ts'

export const shell = {
  'app.name': 'Caretaker',
  'app.about': 'Monitoring, faults and repairs of lifts, fire equipment and circuits',
  'app.skip': 'Skip to content',

  'nav.label': 'Main',
  'nav.overview': 'Overview',
  'nav.faults': 'Faults',
  'nav.tickets': 'Tickets',
  'nav.equipment': 'Equipment',
  'nav.parts': 'Parts',
  'nav.analytics': 'Analytics',
  'nav.system': 'System',
  'nav.admin': 'Administration',
  'nav.more': 'More',
  'nav.work': 'Repairs',
  'nav.customers': 'Customers',
  'nav.insight': 'Insight',
  'nav.setUp': 'Set-up',
  'nav.unacknowledged': '{n} unacknowledged',
  'nav.newTickets': '{n} new ticket | {n} new tickets',
  'nav.toAccept': '{n} ticket waits for you | {n} tickets wait for you',

  'login.username': 'User name',
  'login.password': 'Password',
  'login.submit': 'Log in',
  'login.out': 'Log out',
  'role.admin': 'administrator',
  'role.dispatcher': 'dispatcher',
  'role.technician': 'technician',
  'role.viewer': 'viewer',

  'link.live': 'Live',
  'link.delayed': 'Delayed {span}',
  'link.reconnecting': 'Reconnecting…',
  'link.offline': 'Offline since {time}',
  'link.bannerDelayed': 'Data is {span} late; values in italics may be out of date',
  'link.bannerLost': 'No connection since {time} ({span}); values in italics may be out of date',

  'lost.title': 'No such page',
  'lost.text': 'The link may be old or mistyped.',
} satisfies Record<keyof typeof words, string>
