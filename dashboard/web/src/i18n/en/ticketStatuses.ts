import { STATUS_WORDS } from '#domain/explain/statusWords.ts'
import type { ticketStatuses as words } from '../zh/ticketStatuses.ts'

export const ticketStatuses = {
  ...STATUS_WORDS.en,
  'move.new': 'New',
  'move.acknowledged': 'Acknowledge',
  'move.dispatched': 'Dispatch',
  'move.accepted': 'Accept',
  'move.enRoute': 'Set off',
  'move.onSite': 'On site',
  'move.madeSafe': 'Made safe',
  'move.waitingPart': 'Wait for parts',
  'move.waitingCustomer': 'Wait for customer',
  'move.diagnosed': 'Diagnosis',
  'move.waitingPowerOff': 'Wait for power-off',
  'move.answered': 'Answer',
  'move.handedOver': 'Sign acceptance',
  'move.surveyed': 'Enter survey',
  'move.returned': 'Return to dispatcher',
  'move.left': 'Leave the crew',
  'move.transferred': 'Hand to somebody else',
  'move.repaired': 'Repaired',
  'move.verified': 'Verify',
  'move.followedUp': 'Followed up',
  'move.closed': 'Close',
  'move.cancelled': 'Cancel ticket',
  'move.reopened': 'Reopen',
} satisfies Record<keyof typeof words, string>
