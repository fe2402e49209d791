import { type Actor, SYSTEM, seesSite } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { addDays, dayAt } from '../../clocks/localDay.ts'
import type { Workshop } from '../../needs.ts'
import { lists } from '../../people/lists.ts'
import { dutiesOf } from '../../roster/duties.ts'
import { readEntries } from '../../roster/rosterEntries.ts'
import { changeTicket } from '../../tickets/changeTicket.ts'
import { lockTicket, type TicketRow, type Trx } from '../../tickets/lockTicket.ts'
import { noteWait } from './waits.ts'

/** When somebody who has the skill next begins a duty at the site, within a span of time. */
async function nextDuty(
  trx: Trx,
  needs: Workshop,
  { site, skill }: TicketRow,
  span: { from: Millis; to: Millis },
): Promise<Millis | undefined> {
  const people = await trx
    .selectFrom('technician')
    .select('id')
    .where('active', '=', 1)
    .$if(skill !== null, q => q.where(lists('skills', skill ?? '')))
    .execute()
  const zone = needs.timezone(site)
  const [fromDay, untilDay] = [addDays(dayAt(zone, span.from), -1), dayAt(zone, span.to)]
  const entries = await readEntries(trx, { site, technicians: people.map(p => p.id), fromDay, untilDay })
  return dutiesOf(entries, zone, span).find(duty => duty.from > span.from)?.from
}

/** The accounts of the desk that see a site. */
async function deskOf(trx: Trx, site: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('account')
    .select(['username', 'role', 'sites'])
    .where('role', 'in', ['admin', 'dispatcher'])
    .orderBy('username')
    .execute()
  const actors = rows.map((row): Actor => ({ ...row, sites: JSON.parse(row.sites) }))
  return actors.filter(actor => seesSite(actor, site)).map(actor => actor.username)
}

/** The desk has to decide: said in the history, with whom it is told to, from where people and other systems hear of it. */
async function tellDesk(trx: Trx, needs: Workshop, id: string, lacks: 'crew' | 'second', at: Millis): Promise<void> {
  const ticket = await lockTicket(trx, id)
  if (!ticket) return
  const { site, skill } = ticket
  const detail = { role: 'dispatcher', told: await deskOf(trx, site), lacks, ...(skill && { skill }) }
  await changeTicket(trx, needs, ticket, { at, by: SYSTEM.username, event: 'nobodyLeft', detail })
  await trx.updateTable('dispatch_wait').set({ told_at: at }).where('ticket', '=', id).execute()
}

/**
 * Somebody is missing on a held ticket: looked for again after a while, or when the next duty begins; the desk is told once.
 */
export async function missSomebody(
  trx: Trx,
  needs: Workshop,
  ticket: TicketRow,
  lacks: 'crew' | 'second',
): Promise<void> {
  const at = needs.clock.now()
  const latest = at + needs.catalogue.dispatch.retryMin * 60_000
  const retryAt = (await nextDuty(trx, needs, ticket, { from: at, to: latest })) ?? latest
  if (await noteWait(trx, ticket.id, { at, retryAt, tried: true })) await tellDesk(trx, needs, ticket.id, lacks, at)
}
