import type { TicketItem } from '../../api/items.ts'

/** Whether it is about something that failed; questions, visits of a plan and searches for a root cause are not. */
export const isRepair = ({ kind }: Pick<TicketItem, 'kind'>): boolean => kind === 'repair' || kind === 'replacement'
