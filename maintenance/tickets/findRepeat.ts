import type { ServicePolicy } from '#domain/servicePolicy.ts'
import type { Millis } from '#domain/time.ts'
import type { Trx } from './lockTicket.ts'

const DAY = 86_400_000

/** The ticket of the same fault of the same equipment that was closed last, if that was not long ago. */
export async function findRepeat(
  trx: Trx,
  { repeat }: ServicePolicy,
  about: { equipment: string; faultCode: string | undefined; at: Millis },
): Promise<string | undefined> {
  if (about.faultCode === undefined) return undefined
  const found = await trx
    .selectFrom('ticket')
    .select('id')
    .where('equipment', '=', about.equipment)
    .where('fault_code', '=', about.faultCode)
    .where('status', '=', 'closed')
    .where('closed_at', '>=', about.at - repeat.days * DAY)
    .orderBy('closed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found?.id
}
