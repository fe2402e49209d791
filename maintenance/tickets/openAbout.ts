import type { Workshop } from '../needs.ts'
import { linkRepeat } from './linkRepeat.ts'
import type { Trx } from './lockTicket.ts'
import { openTicket, type TicketPlan } from './openTicket.ts'

/** The fault that a person reports may be firing already. */
export async function firingFault(trx: Trx, equipment: string, code: string | undefined) {
  if (code === undefined) return undefined
  return await trx
    .selectFrom('fault')
    .select(['id', 'fired_at'])
    .where('equipment', '=', equipment)
    .where('code', '=', code)
    .where('state', '=', 'firing')
    .executeTakeFirst()
}

/**
 * Opens a ticket about what a person told of: it carries the fault, if that is firing, and is linked with the one it repeats.
 * @returns its id; undefined when one is open already, see {@link openTicket}
 */
export async function openAbout(trx: Trx, needs: Workshop, plan: TicketPlan): Promise<string | undefined> {
  const { equipment, faultCode, openedAt: at } = plan
  const firing = await firingFault(trx, equipment.id, faultCode)
  const about = firing && { fault: firing.id, failedAt: Math.min(firing.fired_at, at) }
  const id = await openTicket(trx, needs, { ...plan, ...about })
  if (id === undefined) return undefined
  if (firing) await trx.updateTable('fault').set({ ticket: id }).where('id', '=', firing.id).execute()
  if (faultCode !== undefined) await linkRepeat(trx, needs, id, { equipment, faultCode, at })
  return id
}
