import { logChanges } from '#database/changeLog.ts'
import { type FaultTransition, isShadowFault } from '#domain/faults.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { joinIncident } from '../incidents/joinIncident.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { countOccurrence } from './countOccurrence.ts'
import { addToHistory, lockFault } from './faultHistory.ts'
import { type FiredFault, noteAgain } from './faultTicket.ts'
import type { FaultRow } from './faultView.ts'
import { gradeFault } from './gradeFault.ts'
import { readPolicy } from './policy.ts'
import { recordResolved } from './recordResolved.ts'
import { recordShadow } from './recordShadow.ts'
import { firedFault, settleFault } from './settleFault.ts'
import { startAgeing } from './timers.ts'

interface Shelf {
  shelved_until: Millis | null
  shelved_by: string | null
  shelve_reason: string | null
}
const NO_SHELF: Shelf = { shelved_until: null, shelved_by: null, shelve_reason: null }

/** The shelf that an earlier occurrence was put on and that still lasts: the next one lies on it too. */
async function lastingShelf(trx: Trx, { equipment, code }: FaultTransition, now: Millis): Promise<Shelf> {
  const found = await trx
    .selectFrom('fault')
    .select(['shelved_until', 'shelved_by', 'shelve_reason'])
    .where('equipment', '=', equipment)
    .where('code', '=', code)
    .where('shelved_until', '>', now)
    .orderBy('shelved_until', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found ?? NO_SHELF
}

/** Whether the fault fired while another row of it was open: the same trouble, told twice. */
async function coveredByAnother(trx: Trx, { id, equipment, code, at }: FaultTransition): Promise<boolean> {
  const found = await trx
    .selectFrom('fault')
    .select('id')
    .where('equipment', '=', equipment)
    .where('code', '=', code)
    .where('id', '!=', id)
    .where(eb => eb.or([eb('state', '=', 'firing'), eb.and([eb('fired_at', '<=', at), eb('resolved_at', '>=', at)])]))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

async function insertFault(
  trx: Trx,
  transition: FaultTransition,
  fired: FiredFault,
  shelf: Shelf,
): Promise<FaultRow | undefined> {
  const { id, equipment, site, class: equipmentClass, code, at, evidence, occurrences = 1 } = transition
  return await trx
    .insertInto('fault')
    .values({
      id,
      equipment,
      site,
      class: equipmentClass,
      code,
      severity: transition.severity ?? fired.known.rule.severity,
      life_safety: fired.lifeSafety ? 1 : 0,
      state: 'firing',
      fired_at: at,
      occurrences,
      occurred_at: at,
      evidence: JSON.stringify(evidence),
      ...shelf,
    })
    .onConflict(c => c.doNothing())
    .returningAll()
    .executeTakeFirst()
}

async function recordFiring(
  trx: Trx,
  needs: Workshop,
  transition: FaultTransition,
  fired: FiredFault,
  now: Millis,
): Promise<void> {
  const known = await lockFault(trx, transition.id)
  if (known) return await recordAgain(trx, needs, known, transition, fired, now)
  const shelf = await lastingShelf(trx, transition, now)
  if (await coveredByAnother(trx, transition)) return
  const row = await insertFault(trx, transition, fired, shelf)
  if (!row) return
  const policy = await readPolicy(trx)
  const detail = { severity: row.severity, occurrences: row.occurrences }
  await addToHistory(trx, row.id, { at: row.fired_at, by: SYSTEM.username, event: 'fired', detail })
  await startAgeing(trx, row, policy)
  const incident = await joinIncident(trx, needs, row, policy, now)
  await settleFault(trx, needs, { ...row, incident: incident ?? null }, policy, now)
  await logChanges(trx, 'equipment', [row.equipment], now)
}

/** The fault of a known row came again, or is graded otherwise. Whoever tells an older count is told nothing new. */
async function recordAgain(
  trx: Trx,
  needs: Workshop,
  known: FaultRow,
  transition: FaultTransition,
  fired: FiredFault,
  now: Millis,
): Promise<void> {
  const { occurrences = 1, severity = fired.known.rule.severity, to } = transition
  const more = occurrences > known.occurrences
  if (!more && (to === 'firing' || known.state !== 'firing')) return
  if (more && known.state !== 'firing' && (await coveredByAnother(trx, transition))) return
  const policy = await readPolicy(trx)
  let row = known
  if (more) {
    row = await countOccurrence(trx, known, transition, policy, now)
    if (known.state !== 'firing') await startAgeing(trx, row, policy)
    row = await noteAgain(trx, needs, fired, row, policy.recurrence, now)
  }
  if (to === 'changed' || more) row = await gradeFault(trx, needs, row, severity, policy, now)
  await settleFault(trx, needs, row, policy, now)
  await logChanges(trx, 'equipment', [row.equipment], now)
}

/**
 * Makes one transition durable in one transaction: fault, ticket, clocks, parts, change log. However often it is told,
 * and from wherever it is told again, the rows stay the same.
 */
export async function recordTransition(needs: Workshop, transition: FaultTransition): Promise<void> {
  const { database, clock, log } = needs
  // A recording is read ahead of what it leads to: its tickets belong to the moment of the transition.
  const now = clock.kind === 'telemetry' ? transition.at : clock.now()
  if (isShadowFault(transition.id)) return await recordShadow(needs, transition)
  if (transition.to === 'resolved') return await database.write(trx => recordResolved(trx, needs, transition, now))
  const fired = firedFault(needs, transition)
  if (!fired) return log.error({ transition }, 'a fault of unknown equipment or of a code that its class lacks')
  if (transition.to === 'firing') return await database.write(trx => recordFiring(trx, needs, transition, fired, now))
  return await database.write(async trx => {
    const known = await lockFault(trx, transition.id)
    if (known) await recordAgain(trx, needs, known, transition, fired, now)
  })
}
