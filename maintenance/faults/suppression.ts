import type { Suppression } from '#domain/faults.ts'
import type { Priority } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { isSilence } from '../tickets/priority.ts'
import { windowOver } from '../windows/scope.ts'
import type { FaultRow } from './faultView.ts'
import { priorityFor } from './timers.ts'

/** What keeps a fault quiet. */
export interface Suppressed {
  suppressed: Suppression
  suppressed_by: string
}

/** Equipment out of service is quiet, except where life is in danger: there the very rule has to be named (catalogue §0.1). */
async function byService(trx: Trx, row: FaultRow, now: Millis): Promise<string | undefined> {
  const found = await trx
    .selectFrom('out_of_service')
    .select('id')
    .where('equipment', '=', row.equipment)
    .where('ended_at', 'is', null)
    .where(eb => eb.or([eb('until_at', 'is', null), eb('until_at', '>', now)]))
    .where(eb => eb.or([eb('code', '=', row.code), ...(row.life_safety === 1 ? [] : [eb('code', 'is', null)])]))
    .orderBy('since')
    .executeTakeFirst()
  return found?.id
}

/** So urgent that nobody waits with them for the end of a flood. */
const URGENT: readonly Priority[] = ['P0', 'P1']

/**
 * A member of an incident waits for its cause, in a flood for its end; one that endangers life never does, unless only
 * its gateway is silent, nor in a flood one that is urgent (EEMUA 191: a flood is grouped, its gravest alarms stay).
 */
async function byIncident(trx: Trx, needs: Workshop, row: FaultRow, now: Millis): Promise<string | undefined> {
  if (row.incident === null || row.ticket !== null) return undefined
  const incident = await trx.selectFrom('incident').selectAll().where('id', '=', row.incident).executeTakeFirst()
  if (!incident || incident.cause === row.id) return undefined
  if (incident.kind === 'flood' && URGENT.includes(priorityFor(needs, row))) return undefined
  const lasts = incident.closed_at === null || (incident.release_at ?? 0) > now
  const silent = incident.kind === 'gateway' && isSilence(needs.catalogue, row.class, row.code)
  return lasts && (silent || row.life_safety === 0) ? incident.id : undefined
}

/** What keeps the fault from a ticket and from notices now; undefined when nothing does. */
export async function suppressionOf(
  trx: Trx,
  needs: Workshop,
  row: FaultRow,
  now: Millis,
): Promise<Suppressed | undefined> {
  const service = await byService(trx, row, now)
  if (service !== undefined) return { suppressed: 'outOfService', suppressed_by: service }
  const window = await windowOver(trx, row, now)
  if (window !== undefined) return { suppressed: 'window', suppressed_by: window }
  const incident = await byIncident(trx, needs, row, now)
  return incident === undefined ? undefined : { suppressed: 'incident', suppressed_by: incident }
}
