import { sql } from 'kysely'
import type { ReliabilityReport, ReportQuery } from '#domain/reports.ts'
import type { TicketStatus } from '#domain/tickets.ts'
import type { Workshop } from '../needs.ts'
import { failures, HOUR } from './failures.ts'

type Split = ReliabilityReport['split']

/** Which delay the time in a status belongs to (catalogue KPIs MTTR.ack, .travel, .logistic and MRT). */
const DELAY_OF: Partial<Record<TicketStatus, keyof Split>> = {
  new: 'acknowledge',
  acknowledged: 'acknowledge',
  reopened: 'acknowledge',
  dispatched: 'travel',
  accepted: 'travel',
  enRoute: 'travel',
  onSite: 'repair',
  madeSafe: 'repair',
  diagnosed: 'repair',
  waitingPart: 'waiting',
  waitingCustomer: 'waiting',
  waitingPowerOff: 'waiting',
}

/** How long, on average over `count` failures restored in the period, tickets stood in each kind of delay, in hours. */
export async function restorationSplit(needs: Workshop, query: ReportQuery, count: number): Promise<Split> {
  const steps = failures(needs, query)
    .innerJoin('ticket_event as v', 'v.ticket', 't.id')
    .where('t.restored_at', '>=', query.from)
    .where('t.restored_at', '<', query.to)
    .where('v.to_status', 'is not', null)
    .select([
      'v.to_status as status',
      'v.at as at',
      sql<number | null>`lead(v.at) over (partition by v.ticket order by v.number)`.as('until'),
    ])
  const rows = await needs.database.db
    .selectFrom(steps.as('step'))
    .where('until', 'is not', null)
    .select(['status', sql<number>`sum(until - at)`.as('stood')])
    .groupBy('status')
    .execute()
  const split: Split = {}
  for (const { status, stood } of rows) {
    const delay = status && DELAY_OF[status]
    if (delay) split[delay] = (split[delay] ?? 0) + Number(stood) / count / HOUR
  }
  return split
}
