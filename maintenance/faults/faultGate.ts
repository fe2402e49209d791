import { CodedError } from '#domain/errors.ts'
import type { AskedRules } from '../tickets/askRules.ts'
import type { TicketRow, Trx } from '../tickets/lockTicket.ts'

/** Refuses to end a ticket whose fault is still there. @throws CodedError FAULT_STILL_ACTIVE with the fault's evidence */
export async function refuseWhileFiring(trx: Trx, ticket: TicketRow): Promise<void> {
  if (ticket.fault === null) return
  const fault = await trx
    .selectFrom('fault')
    .select(['id', 'code', 'fired_at', 'evidence'])
    .where('id', '=', ticket.fault)
    .where('state', '=', 'firing')
    .executeTakeFirst()
  if (!fault) return
  const { id, code, fired_at: firedAt, evidence } = fault
  throw new CodedError('FAULT_STILL_ACTIVE', { fault: id, code, firedAt, evidence: JSON.parse(evidence) })
}

/** Refuses to trust a silence: a fault counts as over only while the telemetry that would show it is known. @throws CodedError FAULT_UNKNOWN */
export function refuseWhileUnknown({ fault_code: code }: TicketRow, { unknown: metrics }: AskedRules): void {
  if (metrics.length > 0) throw new CodedError('FAULT_UNKNOWN', { code, metrics })
}
