import { WAITING } from './servicePolicy.ts'
import type { TicketStatus } from './tickets.ts'

/** Nobody has been sent yet. */
export const ENTERED: readonly TicketStatus[] = ['new', 'acknowledged', 'reopened']
/** Nobody has set out yet. */
export const NOT_SET_OUT: readonly TicketStatus[] = [...ENTERED, 'dispatched', 'accepted']
/** Somebody is at the equipment, and nothing is repaired yet. */
export const AT_PLACE = ['onSite', 'madeSafe', 'diagnosed'] as const
/** Somebody has been sent, and it is not done. */
export const UNDER_WAY: readonly TicketStatus[] = ['dispatched', 'accepted', 'enRoute', ...AT_PLACE, ...WAITING]
/** A repair that is thought done: the fault may still show that it did not hold. */
export const THOUGHT_DONE: readonly TicketStatus[] = [
  'repaired',
  'answered',
  'verified',
  'handedOver',
  'surveyed',
  'followedUp',
]
/** What is left is the desk's and the customer's: survey and return visit. */
export const HANDED_ON: readonly TicketStatus[] = ['answered', 'handedOver', 'surveyed', 'followedUp']
