import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Duty } from '#domain/roster.ts'
import { ENDED, type TicketStatus } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import type { Refusal } from './rank.ts'

/** The moves by which those who went become free for other work. */
export const FREES: readonly TicketStatus[] = ['repaired', 'answered', ...ENDED]

const SAID = { expired: 'letLapse', declined: 'declined', returned: 'declined' } as const

/** The last time that each said no to a ticket or nothing at all. */
async function refused(db: Kysely<Tables>, ticket: string): Promise<Map<string, { at: Millis; how: Refusal }>> {
  const rows = await db
    .selectFrom('ticket_offer')
    .select(['technician', 'ended_at', 'outcome'])
    .where('ticket', '=', ticket)
    .where('outcome', 'in', ['expired', 'declined', 'returned'])
    .orderBy('number')
    .execute()
  return new Map(
    rows.map(({ technician, ended_at, outcome }) => [
      technician,
      { at: ended_at ?? 0, how: SAID[outcome as keyof typeof SAID] },
    ]),
  )
}

/** When each of them last finished a ticket, leading it or going along, as far as that was after a moment. */
async function finished(db: Kysely<Tables>, people: readonly string[], since: Millis): Promise<Map<string, Millis>> {
  const last = new Map<string, Millis>()
  for (const place of ['technician', 'second'] as const) {
    const rows = await db
      .selectFrom('ticket as t')
      .innerJoin('ticket_event as e', 'e.ticket', 't.id')
      .select([`t.${place} as person`, eb => eb.fn.max('e.at').as('at')])
      .where(`t.${place}`, 'in', people)
      .where(eb => eb.or([eb('t.closed_at', 'is', null), eb('t.closed_at', '>', since)]))
      .where('e.to_status', 'in', FREES)
      .where('e.at', '>', since)
      .groupBy(`t.${place}`)
      .execute()
    for (const { person, at } of rows) last.set(person ?? '', Math.max(last.get(person ?? '') ?? 0, Number(at)))
  }
  return last
}

/**
 * Who did not accept a ticket and is not asked again. It is forgotten when something has changed for them since: a duty of
 * theirs has begun, or they have finished other work.
 */
export async function refusals(
  db: Kysely<Tables>,
  ticket: string | undefined,
  dutiesSince: (since: Millis) => Duty[],
): Promise<Map<string, Refusal>> {
  const said = ticket === undefined ? new Map<string, never>() : await refused(db, ticket)
  if (said.size === 0) return new Map()
  const since = Math.min(...[...said.values()].map(({ at }) => at))
  const free = await finished(db, [...said.keys()], since)
  const duties = dutiesSince(since)
  const changed = (id: string, at: Millis) =>
    (free.get(id) ?? 0) > at || duties.some(duty => duty.technician === id && duty.from > at)
  return new Map([...said].flatMap(([id, { at, how }]) => (changed(id, at) ? [] : [[id, how] as const])))
}
