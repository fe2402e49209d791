import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { isOpen } from '../tickets/lockTicket.ts'

type Db = Kysely<Tables>
const counted = (rows: readonly { technician: string | null; n: number | string | bigint }[]): Map<string, number> =>
  new Map(rows.map(row => [row.technician ?? '', Number(row.n)]))

/** How many open tickets each of them has besides the one in question, as technician or going along. */
export async function openTickets(
  db: Db,
  technicians: readonly string[],
  besides: string | undefined,
): Promise<Map<string, number>> {
  const had = async (place: 'technician' | 'second') => {
    const rows = await db
      .selectFrom('ticket')
      .select([`${place} as technician`, eb => eb.fn.countAll().as('n')])
      .where(place, 'in', technicians)
      .where(isOpen)
      .$if(besides !== undefined, q => q.where('id', '<>', besides ?? ''))
      .groupBy(place)
      .execute()
    return counted(rows)
  }
  const [first, second] = [await had('technician'), await had('second')]
  return new Map(technicians.map(id => [id, (first.get(id) ?? 0) + (second.get(id) ?? 0)]))
}

/** How often each of them has repaired a piece of equipment. */
export async function visits(db: Db, equipment: string, technicians: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('ticket')
    .select(['technician', eb => eb.fn.countAll().as('n')])
    .where('equipment', '=', equipment)
    .where('status', '=', 'closed')
    .where('technician', 'in', technicians)
    .groupBy('technician')
    .execute()
  return counted(rows)
}

/** The site where each of them is: at the ticket that is under way there, otherwise where the day starts. */
export async function positions(
  db: Db,
  people: readonly { id: string; base: string | null }[],
): Promise<Map<string, string>> {
  const ids = people.map(p => p.id)
  const busy = await db
    .selectFrom('ticket')
    .select(['technician', 'second', 'site'])
    .where(eb => eb.or([eb('technician', 'in', ids), eb('second', 'in', ids)]))
    .where(isOpen)
    .where('status', 'in', ['enRoute', 'onSite', 'madeSafe', 'diagnosed'])
    .orderBy('opened_at')
    .orderBy('id')
    .execute()
  const at = new Map(people.flatMap(({ id, base }) => (base === null ? [] : [[id, base] as const])))
  for (const { technician, second, site } of busy)
    for (const person of [technician, second]) if (person !== null) at.set(person, site)
  return at
}
