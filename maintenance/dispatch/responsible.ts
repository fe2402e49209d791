import type { Kysely } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import { type DispatchReference, type Responsible, type SiteDispatch, URGENT_CASES } from '#domain/dispatch.ts'
import { ENDED, type Priority, type Ticket } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { isOpen, type Trx } from '../tickets/lockTicket.ts'

/** Whom a site names for a priority: nobody where it is no urgent case (service practice R4). */
function responsibleFor(
  { responsible: cases }: Pick<DispatchReference, 'responsible'>,
  named: SiteDispatch['responsible'],
  priority: Priority,
): Responsible | undefined {
  const urgent = URGENT_CASES.find(one => cases[one].includes(priority))
  const person = urgent && named?.[urgent]
  return person && { ...person, case: urgent }
}

/** Whom sites name, read at once. */
async function namedAt(
  db: Kysely<Tables>,
  sites: readonly string[],
): Promise<Map<string, SiteDispatch['responsible']>> {
  const rows = await db
    .selectFrom('site_dispatch')
    .select(['site', 'responsible'])
    .where('site', 'in', [...new Set(sites)])
    .where('responsible', 'is not', null)
    .execute()
  return new Map(rows.map(({ site, responsible }) => [site, JSON.parse(responsible as string)]))
}

/** Who is responsible for open tickets, by their sites and priorities. */
export async function responsibleOf(
  db: Kysely<Tables>,
  reference: Pick<DispatchReference, 'responsible'>,
  sites: readonly string[],
): Promise<(ticket: Pick<Ticket, 'site' | 'status' | 'priority'>) => Responsible | undefined> {
  const named = await namedAt(db, sites)
  return ({ site, status, priority }) =>
    ENDED.includes(status) ? undefined : responsibleFor(reference, named.get(site), priority)
}

/** Others are responsible at a site: whoever looks at its open tickets sees it. */
export async function tellResponsible(trx: Trx, site: string, at: Millis): Promise<void> {
  const open = await trx.selectFrom('ticket').select('id').where('site', '=', site).where(isOpen).execute()
  await logChanges(
    trx,
    'tickets',
    open.map(({ id }) => id),
    at,
  )
}
