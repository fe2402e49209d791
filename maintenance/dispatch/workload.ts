import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { HANDED_ON } from '#domain/ticketStages.ts'
import { isOpen } from '../tickets/lockTicket.ts'

type Db = Kysely<Tables>

/** How many tickets each of them has, as technician or going along. */
async function counted(
  technicians: readonly string[],
  read: (place: 'technician' | 'second') => Promise<{ person: string | null; n: number | string | bigint }[]>,
): Promise<Map<string, number>> {
  const rows = [...(await read('technician')), ...(await read('second'))]
  const sum = (id: string) => rows.reduce((all, row) => (row.person === id ? all + Number(row.n) : all), 0)
  return new Map(technicians.map(id => [id, sum(id)]))
}

/** How many tickets each of them still has work with, besides the one in question. */
export const openTickets = (
  db: Db,
  technicians: readonly string[],
  besides: string | undefined,
): Promise<Map<string, number>> =>
  counted(technicians, place =>
    db
      .selectFrom('ticket')
      .select([`${place} as person`, eb => eb.fn.countAll().as('n')])
      .where(place, 'in', technicians)
      .where(isOpen)
      .where('status', 'not in', HANDED_ON)
      .$if(besides !== undefined, q => q.where('id', '<>', besides ?? ''))
      .groupBy(place)
      .execute(),
  )

/** How often each of them has repaired a piece of equipment. */
export const visits = (db: Db, equipment: string, technicians: readonly string[]): Promise<Map<string, number>> =>
  counted(technicians, place =>
    db
      .selectFrom('ticket')
      .select([`${place} as person`, eb => eb.fn.countAll().as('n')])
      .where('equipment', '=', equipment)
      .where('status', '=', 'closed')
      .where(place, 'in', technicians)
      .groupBy(place)
      .execute(),
  )

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
