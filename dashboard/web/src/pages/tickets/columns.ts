import type { TicketStatus } from '#domain/tickets.ts'

/** The columns of the board and the statuses that stand in each. */
export const COLUMNS = [
  { code: 'new', statuses: ['new', 'reopened', 'acknowledged', 'dispatched'] },
  { code: 'accepted', statuses: ['accepted', 'enRoute'] },
  { code: 'onSite', statuses: ['onSite', 'madeSafe', 'diagnosed'] },
  { code: 'waiting', statuses: ['waitingPart', 'waitingCustomer', 'waitingPowerOff'] },
  { code: 'verify', statuses: ['repaired', 'verified'] },
  { code: 'done', statuses: ['answered', 'handedOver', 'surveyed', 'followedUp', 'closed'] },
] as const satisfies readonly { code: string; statuses: readonly TicketStatus[] }[]

export type ColumnCode = (typeof COLUMNS)[number]['code']

export const columnOf = (status: TicketStatus): ColumnCode | undefined =>
  COLUMNS.find(column => (column.statuses as readonly TicketStatus[]).includes(status))?.code
