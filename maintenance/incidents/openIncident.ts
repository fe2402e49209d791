import { logChanges, nextNumber } from '#database/changeLog.ts'
import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import type { IncidentKind } from '#domain/incidents.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { addToHistory, lockFault } from '../faults/faultHistory.ts'
import type { FaultRow } from '../faults/faultView.ts'
import { settleFault } from '../faults/settleFault.ts'
import type { Workshop } from '../needs.ts'
import { addToTimeline, lockTicket, type Trx } from '../tickets/lockTicket.ts'

interface NewIncident {
  kind: IncidentKind
  about: string
  site: string
  cause?: string
}

/** Opens an incident, or finds the one that is open already (the unique index decides). */
export async function openIncident(trx: Trx, { kind, about, site, cause }: NewIncident, now: Millis): Promise<string> {
  const made = { id: `i-${await nextNumber(trx, 'incident')}`, kind, about, site, cause: cause ?? null }
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('incident')
    .values({ ...made, opened_at: now })
    .onConflict(c => c.doNothing())
    .executeTakeFirst()
  const open = trx.selectFrom('incident').select('id').where('kind', '=', kind).where('about', '=', about)
  const id =
    numInsertedOrUpdatedRows === 1n ? made.id : (await open.where('closed_at', 'is', null).executeTakeFirstOrThrow()).id
  await logChanges(trx, 'incidents', [id], now)
  return id
}

const ticketOf = async (trx: Trx, incident: string): Promise<string | null> =>
  (await trx.selectFrom('incident').select('ticket').where('id', '=', incident).executeTakeFirst())?.ticket ?? null

/** Makes a held fault a member, with a line in its history and in that of its ticket, or else of the incident's. */
export async function addMember(trx: Trx, row: FaultRow, incident: string, now: Millis): Promise<FaultRow> {
  await trx.updateTable('fault').set({ incident }).where('id', '=', row.id).execute()
  const line = { at: now, by: SYSTEM.username, event: 'joinedIncident', detail: { incident } }
  await addToHistory(trx, row.id, line)
  const under = row.ticket ?? (await ticketOf(trx, incident))
  const ticket = under === null ? undefined : await lockTicket(trx, under)
  if (ticket) {
    const { equipment, code } = row
    const member = { ...line, event: 'memberJoined', detail: { incident, fault: row.id, equipment, code } }
    await addToTimeline(trx, ticket, [row.ticket === null ? member : line])
    await logChanges(trx, 'tickets', [ticket.id], now)
  }
  await logChanges(trx, 'incidents', [incident], now)
  return { ...row, incident }
}

/** Takes in faults that came shortly before their cause was known; each is seen anew. */
export async function gatherMembers(
  trx: Trx,
  needs: Workshop,
  ids: readonly string[],
  incident: string,
  policy: AlarmPolicy,
  now: Millis,
): Promise<void> {
  for (const id of [...ids].sort()) {
    const row = await lockFault(trx, id)
    if (row?.state !== 'firing' || row.incident !== null) continue
    await settleFault(trx, needs, await addMember(trx, row, incident, now), policy, now)
  }
}
