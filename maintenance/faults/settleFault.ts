import { logChanges } from '#database/changeLog.ts'
import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import type { Equipment } from '#domain/equipment.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { endangersLife, findRule } from '../tickets/priority.ts'
import { addToHistory } from './faultHistory.ts'
import { type FiredFault, ticketForFault } from './faultTicket.ts'
import type { FaultRow } from './faultView.ts'
import { readPolicy } from './policy.ts'
import { type Suppressed, suppressionOf } from './suppression.ts'
import { startCalls, stopCalls } from './timers.ts'

/** What a fault is about, or undefined when the registry or the catalogue does not know it (any more). */
export function firedFault(
  { catalogue, equipment }: Pick<Workshop, 'catalogue' | 'equipment'>,
  about: { id: string; equipment: string; class: string; code: string; at: Millis },
): FiredFault | undefined {
  const piece: Equipment | undefined = equipment(about.equipment)
  const known = findRule(catalogue, about.class, about.code)
  if (!piece || !known) return undefined
  return { id: about.id, equipment: piece, known, lifeSafety: endangersLife(known, piece), firedAt: about.at }
}

/** Its rule has used up its tickets of the day: the fault stays and says so; a person may open a ticket for it. */
async function withholdTicket(trx: Trx, row: FaultRow, now: Millis): Promise<void> {
  await trx.updateTable('fault').set({ withheld: 1 }).where('id', '=', row.id).execute()
  await addToHistory(trx, row.id, { at: now, by: SYSTEM.username, event: 'ticketWithheld' })
}

/** Links a firing fault with its ticket, which is opened or joined. */
async function giveTicket(trx: Trx, needs: Workshop, row: FaultRow, fired: FiredFault, now: Millis): Promise<void> {
  const policy = await readPolicy(trx)
  const ticket = await ticketForFault(trx, needs, { ...fired, severity: row.severity }, policy.recurrence, now)
  if (ticket === undefined) return await withholdTicket(trx, row, now)
  await trx.updateTable('fault').set({ ticket }).where('id', '=', row.id).execute()
  const caused = await trx
    .updateTable('incident')
    .set({ ticket })
    .where('cause', '=', row.id)
    .where('ticket', 'is', null)
    .returning('id')
    .execute()
  await logChanges(
    trx,
    'incidents',
    caused.map(incident => incident.id),
    now,
  )
}

async function noteSuppression(trx: Trx, row: FaultRow, to: Suppressed | undefined, now: Millis): Promise<void> {
  const set = to ?? { suppressed: null, suppressed_by: null }
  if (row.suppressed === set.suppressed && row.suppressed_by === set.suppressed_by) return
  const window = to?.suppressed === 'window' ? to.suppressed_by : undefined
  const change = { ...set, ...(window && { maintenance_window: window }) }
  await trx.updateTable('fault').set(change).where('id', '=', row.id).execute()
  if (window) await logChanges(trx, 'windows', [window], now)
  await addToHistory(trx, row.id, {
    at: now,
    by: SYSTEM.username,
    event: to ? 'suppressed' : 'unsuppressed',
    detail: to ? { by: to.suppressed, id: to.suppressed_by } : { by: row.suppressed, id: row.suppressed_by },
  })
}

const inFlood = async (trx: Trx, { incident, life_safety }: FaultRow): Promise<boolean> => {
  if (incident === null || life_safety === 1) return false
  const flood = await trx
    .selectFrom('incident')
    .select('id')
    .where('id', '=', incident)
    .where('kind', '=', 'flood')
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return flood !== undefined
}

/**
 * Sees anew what keeps a held, firing fault quiet. When nothing does, it has a ticket and people are told until somebody
 * acknowledges; in a flood the incident tells them instead. Seeing it twice changes nothing.
 */
export async function settleFault(
  trx: Trx,
  needs: Workshop,
  row: FaultRow,
  policy: AlarmPolicy,
  now: Millis,
): Promise<void> {
  const fired = firedFault(needs, { ...row, at: row.fired_at })
  if (row.state !== 'firing' || !fired) return
  const suppression = await suppressionOf(trx, needs, row, now)
  await noteSuppression(trx, row, suppression, now)
  const shelved = row.shelved_until !== null && row.shelved_until > now
  if (suppression || shelved) await stopCalls(trx, row.id)
  else {
    if (fired.known.rule.ticket.autoOpen && row.ticket === null && row.withheld === 0)
      await giveTicket(trx, needs, row, fired, now)
    if (await inFlood(trx, row)) await stopCalls(trx, row.id)
    else await startCalls(trx, needs, row, policy, now)
  }
  await logChanges(trx, 'faults', [row.id], now)
}
