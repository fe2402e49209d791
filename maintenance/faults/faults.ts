import { logChanges } from '#database/changeLog.ts'
import { CodedError } from '#domain/errors.ts'
import type { Fault, Severity } from '#domain/faults.ts'
import type { Page } from '#domain/page.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, MAX_LIMIT, type PageQuery, pageSize, toPage } from '../paging.ts'
import { type SiteScope, sitesShown } from '../siteScope.ts'
import { addToTimeline, lockTicket, type Trx } from '../tickets/lockTicket.ts'
import { type FaultRow, isFiring, toFault } from './faultView.ts'
import { resetByPerson } from './resetByPerson.ts'

interface FaultQuery extends PageQuery, SiteScope {
  state?: 'active' | 'resolved' | 'all' | undefined
  equipment?: string | undefined
  severity?: Severity | undefined
}

export interface Faults {
  /** Newest first. */
  list(query: FaultQuery): Promise<Page<Fault>>
  get(id: string): Promise<Fault | undefined>
  many(ids: readonly string[]): Promise<Fault[]>
  /** Somebody has seen it; the first who did stays. It hides nothing. @throws CodedError NOT_FOUND */
  acknowledge(id: string, actor: Actor, comment?: string): Promise<Fault>
  /**
   * Keeps a fault and its next occurrences from opening tickets for a while (ISA-18.2 §11.7), for at most
   * {@link LONGEST_SHELF} unless an administrator does it; who else may not shelve a major fault that endangers life.
   * @throws CodedError NOT_FOUND, BAD_REQUEST for a time that has passed, FORBIDDEN
   */
  shelve(id: string, actor: Actor, shelf: { until: Millis; reason: string }): Promise<Fault>
  /** A person says it is over. @throws CodedError NOT_FOUND, FAULT_STILL_ACTIVE */
  reset(id: string, actor: Actor, note: string): Promise<Fault>
}

const LONGEST_SHELF = 8 * 3_600_000

function selectFaults({ database: { db } }: Workshop, query: FaultQuery) {
  const sites = sitesShown(query)
  const { state = 'all', equipment, severity } = query
  const after = cursorKey(query.cursor, [0, ''] as const)
  return db
    .selectFrom('fault')
    .selectAll()
    .$if(state === 'active', q => q.where(isFiring))
    .$if(state === 'resolved', q => q.where('state', '=', 'resolved'))
    .$if(equipment !== undefined, q => q.where('equipment', '=', equipment ?? ''))
    .$if(severity !== undefined, q => q.where('severity', '=', severity ?? 'major'))
    .$if(sites !== undefined, q => q.where('site', 'in', [...(sites ?? []), '']))
    .$if(after !== undefined, q =>
      q.where(eb => eb(eb.refTuple('fired_at', 'id'), '<', eb.tuple(after?.[0] ?? 0, after?.[1] ?? ''))),
    )
    .orderBy('fired_at', 'desc')
    .orderBy('id', 'desc')
}

async function readMany({ database: { db } }: Workshop, ids: readonly string[]): Promise<Fault[]> {
  const found: Fault[] = []
  for (let start = 0; start < ids.length; start += MAX_LIMIT) {
    const some = ids.slice(start, start + MAX_LIMIT)
    found.push(...(await db.selectFrom('fault').selectAll().where('id', 'in', some).execute()).map(toFault))
  }
  return found
}

/** Changes a fault that the actor may see, and notes it in the history of its ticket. */
async function change(
  needs: Workshop,
  id: string,
  actor: Actor,
  event: { event: string; detail?: Record<string, unknown> },
  set: (fault: FaultRow, now: Millis) => Partial<FaultRow> | undefined,
): Promise<Fault> {
  const now = needs.clock.now()
  const row = await needs.database.write(async (trx: Trx) => {
    const fault = await trx
      .updateTable('fault')
      .set(eb => ({ state: eb.ref('state') }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (!fault || !seesSite(actor, fault.site)) throw new CodedError('NOT_FOUND', { fault: id })
    const changed = set(fault, now)
    if (!changed) return fault
    await trx.updateTable('fault').set(changed).where('id', '=', id).execute()
    const ticket = fault.ticket === null ? undefined : await lockTicket(trx, fault.ticket)
    if (ticket) await addToTimeline(trx, ticket, [{ at: now, by: actor.username, ...event }])
    if (ticket) await logChanges(trx, 'tickets', [ticket.id], now)
    await logChanges(trx, 'faults', [id], now)
    return { ...fault, ...changed }
  })
  return toFault(row)
}

function refuseShelf(fault: FaultRow, actor: Actor, until: Millis, now: Millis): void {
  if (until <= now) throw new CodedError('BAD_REQUEST', { until: 'must lie ahead' })
  if (actor.role === 'admin') return
  if (fault.severity === 'major' && fault.life_safety === 1) throw new CodedError('FORBIDDEN', { lifeSafety: true })
  if (until - now > LONGEST_SHELF) throw new CodedError('FORBIDDEN', { longestUntil: now + LONGEST_SHELF })
}

async function resetFault(needs: Workshop, id: string, actor: Actor, note: string): Promise<Fault> {
  const [fault] = await readMany(needs, [id])
  if (!fault || !seesSite(actor, fault.site)) throw new CodedError('NOT_FOUND', { fault: id })
  if (fault.state === 'firing' && (await resetByPerson(needs, fault)) === 'stillActive')
    throw new CodedError('FAULT_STILL_ACTIVE', { fault: id, code: fault.code, evidence: fault.evidence })
  return await change(needs, id, actor, { event: 'faultReset', detail: { note } }, () => ({ comment: note }))
}

export function createFaults(needs: Workshop): Faults {
  return {
    list: async query => {
      const size = pageSize(query)
      const rows = await selectFaults(needs, query)
        .limit(size + 1)
        .execute()
      const page = toPage(rows, size, row => [row.fired_at, row.id])
      return { ...page, items: page.items.map(toFault) }
    },
    get: async id => (await readMany(needs, [id]))[0],
    many: ids => readMany(needs, ids),
    acknowledge: (id, actor, comment) =>
      change(needs, id, actor, { event: 'faultAcknowledged', ...(comment && { detail: { comment } }) }, (fault, now) =>
        fault.acknowledged_at !== null
          ? undefined
          : { acknowledged_at: now, acknowledged_by: actor.username, ...(comment !== undefined && { comment }) },
      ),
    shelve: (id, actor, { until, reason }) =>
      change(needs, id, actor, { event: 'faultShelved', detail: { until, reason } }, (fault, now) => {
        refuseShelf(fault, actor, until, now)
        return { shelved_until: until, shelved_by: actor.username, shelve_reason: reason }
      }),
    reset: (id, actor, note) => resetFault(needs, id, actor, note),
  }
}
