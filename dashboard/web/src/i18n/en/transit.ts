import type { transit as words } from '../zh/transit.ts'

export const transit = {
  'transit.title': 'Transfers in transit',
  'transit.open': 'On their way',
  'transit.way': 'From → to',
  'transit.toCome': 'To come',
  'transit.sent': 'Sent',
  'transit.partlyArrived': 'Partly arrived',
  'transit.closed': 'Accounted for',
  'transit.arrive': 'Record the arrival',
  'transit.received': 'Received',
  'transit.returned': 'Returned to where it came from',
  'transit.lost': 'Lost',
  'transit.n.received': '{n} received',
  'transit.n.returned': '{n} returned',
  'transit.n.lost': '{n} lost',
  'transit.left': '{n} stay on their way',
  'transit.tooMany': '{n} more than are to come',
  'store.coming': '{n} on their way',
  'transit.none': 'Nothing is on its way',
  'transit.later': 'Sent now, received later',
  'transit.laterNote': 'It leaves this store at once and is incoming at the other until its arrival is recorded.',
} satisfies Record<keyof typeof words, string>
