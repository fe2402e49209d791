import type { rootCause as words } from '../zh/rootCause.ts'

export const rootCause = {
  'kind.rootCause': 'Root cause',
  'rootCause.task': 'Why it keeps coming back is asked by',
  'rootCause.title': 'Root cause',
  'rootCause.about': 'Fault that comes back',
  'rootCause.tickets': 'Tickets',
  'rootCause.statement': 'Root cause',
  'rootCause.correctiveAction': 'Corrective action',
  'rootCause.open': 'not found yet',
} satisfies Record<keyof typeof words, string>
