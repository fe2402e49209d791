import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { isOpen } from '../tickets/lockTicket.ts'

type Db = Kysely<Tables>
const counted = (rows: readonly { technician: string | null; n: number | string | bigint }[]): Map<string, number> =>
  new Map(rows.map(row => [row.technician ?? '', Number(row.n)]))

/** How many open tickets each of them has besides the one in question. */
export async function openTickets(
  db: Db,
  technicians: readonly string[],
  besides: string | undefined,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('ticket')
    .select(['technician', eb => eb.fn.countAll().as('n')])
    .where('technician', 'in', technicians)
    .where(isOpen)
    .$if(besides !== undefined, q => q.where('id', '<>', besides ?? ''))
    .groupBy('technician')
    .execute()
  return counted(rows)
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

/** Who let the time to accept this ticket run out. */
export async function lapsed(db: Db, ticket: string | undefined): Promise<Set<string>> {
  if (ticket === undefined) return new Set()
  const rows = await db
    .selectFrom('ticket_offer')
    .select('technician')
    .where('ticket', '=', ticket)
    .where('outcome', '=', 'expired')
    .execute()
  return new Set(rows.map(row => row.technician))
}

/** The site where each of them is: at the ticket that is under way there, otherwise where the day starts. */
export async function positions(
  db: Db,
  people: readonly { id: string; base: string | null }[],
): Promise<Map<string, string>> {
  const busy = await db
    .selectFrom('ticket')
    .select(['technician', 'site'])
    .where(
      'technician',
      'in',
      people.map(p => p.id),
    )
    .where(isOpen)
    .where('status', 'in', ['enRoute', 'onSite', 'madeSafe', 'diagnosed'])
    .orderBy('opened_at')
    .orderBy('id')
    .execute()
  const at = new Map(people.flatMap(({ id, base }) => (base === null ? [] : [[id, base] as const])))
  for (const { technician, site } of busy) if (technician !== null) at.set(technician, site)
  return at
}
