import { sql } from 'kysely'
import { isOpen, type Trx } from '../tickets/lockTicket.ts'
import { lists } from './lists.ts'

/** The active technician with the skill, responsible for the site or for all, with the fewest open tickets; the first id breaks a tie. */
export async function proposeTechnician(
  trx: Trx,
  skill: string | undefined,
  site: string,
): Promise<string | undefined> {
  if (skill === undefined) return undefined
  const load = sql<number>`(select count(*) from ticket where ticket.technician = technician.id and ${isOpen})`
  const found = await trx
    .selectFrom('technician')
    .select('id')
    .where('active', '=', 1)
    .where(lists('skills', skill))
    .where(eb => eb.or([eb('sites', '=', '[]'), lists('sites', site)]))
    .orderBy(load)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return found?.id
}
