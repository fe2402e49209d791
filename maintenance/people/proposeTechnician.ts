import type { Equipment } from '#domain/equipment.ts'
import type { Millis } from '#domain/time.ts'
import { dayAt } from '../clocks/localDay.ts'
import { findCandidates } from '../dispatch/findCandidates.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'

/** The first of the ranking who has the skill and may be sent; undefined where no skill is asked for. */
export async function proposeTechnician(
  trx: Trx,
  needs: Workshop,
  { skill, equipment, at }: { skill: string | undefined; equipment: Equipment; at: Millis },
): Promise<string | undefined> {
  if (skill === undefined) return undefined
  const { site, id } = equipment
  const work = { site, equipment: id, skill, day: dayAt(needs.timezone(site), at), at, skilledOnly: true }
  const [best] = await findCandidates(trx, needs, work)
  return best && !best.blocked ? best.technician : undefined
}
