import { sql } from 'kysely'
import type { ReportQuery } from '#domain/reports.ts'
import type { Millis } from '#domain/time.ts'
import { type ReportNeeds, type Sums, sumEquipment } from './figures/sums.ts'

/** Where a period ends as far as it has passed. */
export const passedUntil = ({ clock }: ReportNeeds, { from, to }: ReportQuery): Millis =>
  Math.max(from, Math.min(to, clock.now()))

/** Since when equipment that was entered after `from` is known to have been there: its first ticket may be older. */
async function knownSince({ database: { reader: db } }: ReportNeeds, from: Millis): Promise<Map<string, Millis>> {
  const first = sql<number | null>`(select min(t.failed_at) from ticket t where t.equipment = e.id
    and t.opened_at = (select min(o.opened_at) from ticket o where o.equipment = e.id))`
  const rows = await db
    .selectFrom('equipment as e')
    .select(['e.id as id', 'e.created_at as created', first.as('first')])
    .where('e.created_at', '>', from)
    .execute()
  return new Map(rows.map(({ id, created, first: at }) => [id, at === null ? created : Math.min(created, Number(at))]))
}

/** How many pieces of equipment there are, and how long they were there in the period, in milliseconds. */
export async function calendarByPlace(
  needs: ReportNeeds,
  query: ReportQuery,
): Promise<Sums<'equipment' | 'calendar'>[]> {
  const { from } = query
  const until = passedUntil(needs, query)
  const since = await knownSince(needs, from)
  const calendar = (id: string) => Math.max(0, until - Math.max(from, since.get(id) ?? from))
  return sumEquipment(needs, query, id => ({ equipment: 1, calendar: calendar(id) }))
}
