import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { logChanges } from '#database/changeLog.ts'
import type { Tables } from '#database/tables.ts'
import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import { CodedError } from '#domain/errors.ts'
import type { Fault, FaultEvent, FaultMark, Severity } from '#domain/faults.ts'
import type { Page, SiteQuery } from '#domain/page.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { batches } from '../batches.ts'
import type { Workshop } from '../needs.ts'
import { ofModel } from '../ofModel.ts'
import { cursorKey, MAX_LIMIT, pageSize, toPage } from '../paging.ts'
import { sitesShown } from '../siteScope.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { addToHistory, lockFault, readHistory } from './faultHistory.ts'
import { type FaultRow, isFiring, toFault } from './faultView.ts'
import { noteOnTicket } from './noteOnTicket.ts'
import { readPolicy } from './policy.ts'
import { resetByPerson } from './resetByPerson.ts'
import { settleFault } from './settleFault.ts'
import { refuseShelf } from './shelving.ts'
import { stopCalls } from './timers.ts'

interface FaultQuery extends SiteQuery {
  state?: 'active' | 'resolved' | 'all' | undefined
  equipment?: string | undefined
  /** The rule that found them. */
  code?: string | undefined
  severity?: Severity | undefined
  /** Only those that bear this mark now. */
  is?: FaultMark | undefined
  incident?: string | undefined
  /** The window, incident or out-of-service line that suppresses them now. */
  suppressedBy?: string | undefined
  /** The window that kept them quiet. */
  window?: string | undefined
  class?: string | undefined
  /** The model of their equipment, as it is registered now. */
  model?: string | undefined
  /** When they fired: from (inclusive) to (exclusive). */
  firedFrom?: Millis | undefined
  firedTo?: Millis | undefined
}

export interface Faults {
  /** Newest first. */
  list(query: FaultQuery): Promise<Page<Fault>>
  get(id: string): Promise<Fault | undefined>
  many(ids: readonly string[]): Promise<Fault[]>
  /** Somebody has seen it; the first who did stays. It hides nothing. @throws CodedError NOT_FOUND */
  acknowledge(id: string, actor: Actor, comment?: string): Promise<Fault>
  /**
   * Keeps a fault and its next occurrences from opening tickets for a while (ISA-18.2 §11.7): for how long at most, and
   * who may shelve a major fault that endangers life, stands in the alarm policy.
   * @throws CodedError NOT_FOUND, BAD_REQUEST for a time that has passed, FORBIDDEN
   */
  shelve(id: string, actor: Actor, shelf: { until: Millis; reason: string }): Promise<Fault>
  /** Takes it off the shelf before its time; one that still fires gets its ticket. @throws CodedError NOT_FOUND */
  unshelve(id: string, actor: Actor): Promise<Fault>
  /** Who did what to it and when, oldest first. @throws CodedError NOT_FOUND */
  history(id: string, actor: Actor): Promise<FaultEvent[]>
  /** A person says it is over. @throws CodedError NOT_FOUND, FAULT_STILL_ACTIVE */
  reset(id: string, actor: Actor, note: string): Promise<Fault>
}

type Where = ExpressionBuilder<Tables, 'fault'>

const MARKS: Readonly<Record<FaultMark, (eb: Where, now: Millis) => Expression<SqlBool>>> = {
  unacknowledged: eb => eb('acknowledged_at', 'is', null),
  shelved: (eb, now) => eb('shelved_until', '>', now),
  suppressed: eb => eb('suppressed', 'is not', null),
  outOfService: eb => eb('suppressed', '=', 'outOfService'),
  standing: eb => eb('standing_at', 'is not', null),
  chattering: (eb, now) => eb('chattering_at', '>', now),
}

function selectFaults({ database: { db, reader }, clock }: Workshop, query: FaultQuery) {
  const sites = sitesShown(query)
  const { state = 'all', equipment, severity, is, incident, suppressedBy, window } = query
  const { class: name, model, code, firedFrom, firedTo } = query
  const after = cursorKey(query.cursor, [0, ''] as const)
  // No index leads from a model to its newest faults.
  return (model === undefined ? db : reader)
    .selectFrom('fault')
    .selectAll()
    .$if(state === 'active', q => q.where(isFiring))
    .$if(state === 'resolved', q => q.where('state', '=', 'resolved'))
    .$if(equipment !== undefined, q => q.where('equipment', '=', equipment ?? ''))
    .$if(code !== undefined, q => q.where('code', '=', code ?? ''))
    .$if(severity !== undefined, q => q.where('severity', '=', severity ?? 'major'))
    .$if(is !== undefined, q => q.where(eb => MARKS[is ?? 'shelved'](eb, clock.now())))
    .$if(incident !== undefined, q => q.where('incident', '=', incident ?? ''))
    .$if(window !== undefined, q => q.where('maintenance_window', '=', window ?? ''))
    .$if(suppressedBy !== undefined, q => q.where('suppressed_by', '=', suppressedBy ?? ''))
    .$if(name !== undefined, q => q.where('class', '=', name ?? ''))
    .$if(model !== undefined, q => q.where('equipment', 'in', ofModel(model ?? '')))
    .$if(firedFrom !== undefined, q => q.where('fired_at', '>=', firedFrom ?? 0))
    .$if(firedTo !== undefined, q => q.where('fired_at', '<', firedTo ?? 0))
    .$if(sites !== undefined, q => q.where('site', 'in', [...(sites ?? []), '']))
    .$if(after !== undefined, q =>
      q.where(eb => eb(eb.refTuple('fired_at', 'id'), '<', eb.tuple(after?.[0] ?? 0, after?.[1] ?? ''))),
    )
    .orderBy('fired_at', 'desc')
    .orderBy('id', 'desc')
}

async function readMany({ database: { db } }: Workshop, ids: readonly string[]): Promise<Fault[]> {
  const found: Fault[] = []
  for (const some of batches(ids, MAX_LIMIT)) {
    found.push(...(await db.selectFrom('fault').selectAll().where('id', 'in', some).execute()).map(toFault))
  }
  return found
}

type Change = { event: string; detail?: Record<string, unknown> } & Pick<FaultChange, 'set' | 'after'>
interface FaultChange {
  /** What becomes of the row; undefined: nothing to do. */
  set(fault: FaultRow, now: Millis, policy: AlarmPolicy): Partial<FaultRow> | undefined
  /** What follows from it, in the same transaction. */
  after?(trx: Trx, fault: FaultRow, policy: AlarmPolicy, now: Millis): Promise<void>
}

/** Changes a fault that the actor may see, and notes it in its history and in that of its ticket. */
async function change(
  needs: Workshop,
  id: string,
  actor: Actor,
  { event, detail, set, after }: Change,
): Promise<Fault> {
  const now = needs.clock.now()
  const row = await needs.database.write(async (trx: Trx) => {
    const fault = await lockFault(trx, id)
    if (!fault || !seesSite(actor, fault.site)) throw new CodedError('NOT_FOUND', { fault: id })
    const policy = await readPolicy(trx)
    const changed = set(fault, now, policy)
    if (!changed) return fault
    await trx.updateTable('fault').set(changed).where('id', '=', id).execute()
    const line = { at: now, by: actor.username, event, ...(detail && { detail }) }
    await addToHistory(trx, id, line)
    await noteOnTicket(trx, fault, line)
    await after?.(trx, { ...fault, ...changed }, policy, now)
    await logChanges(trx, 'faults', [id], now)
    return (await lockFault(trx, id)) ?? fault
  })
  return toFault(row)
}

async function resetFault(needs: Workshop, id: string, actor: Actor, note: string): Promise<Fault> {
  const [fault] = await readMany(needs, [id])
  if (!fault || !seesSite(actor, fault.site)) throw new CodedError('NOT_FOUND', { fault: id })
  if (fault.state === 'firing' && (await resetByPerson(needs, fault)) === 'stillActive')
    throw new CodedError('FAULT_STILL_ACTIVE', { fault: id, code: fault.code, evidence: fault.evidence })
  return await change(needs, id, actor, { event: 'faultReset', detail: { note }, set: () => ({ comment: note }) })
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
      change(needs, id, actor, {
        event: 'faultAcknowledged',
        ...(comment && { detail: { comment } }),
        set: (fault, now) =>
          fault.acknowledged_at !== null
            ? undefined
            : { acknowledged_at: now, acknowledged_by: actor.username, ...(comment !== undefined && { comment }) },
        after: (trx, { id: fault }) => stopCalls(trx, fault),
      }),
    shelve: (id, actor, { until, reason }) =>
      change(needs, id, actor, {
        event: 'faultShelved',
        detail: { until, reason },
        set: (fault, now, policy) => {
          refuseShelf(fault, actor, until, now, policy)
          return { shelved_until: until, shelved_by: actor.username, shelve_reason: reason }
        },
        after: (trx, { id: fault }) => stopCalls(trx, fault),
      }),
    unshelve: (id, actor) =>
      change(needs, id, actor, {
        event: 'faultUnshelved',
        set: fault =>
          fault.shelved_until === null ? undefined : { shelved_until: null, shelved_by: null, shelve_reason: null },
        after: (trx, fault, policy, now) => settleFault(trx, needs, fault, policy, now),
      }),
    history: async (id, actor) => {
      const [fault] = await readMany(needs, [id])
      if (!fault || !seesSite(actor, fault.site)) throw new CodedError('NOT_FOUND', { fault: id })
      return await readHistory(needs.database.db, id)
    },
    reset: (id, actor, note) => resetFault(needs, id, actor, note),
  }
}
