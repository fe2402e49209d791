import { logChanges, nextNumber } from '#database/changeLog.ts'
import { CodedError } from '#domain/errors.ts'
import type { Page, SiteQuery } from '#domain/page.ts'
import { type Actor, seesSite } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { MaintenanceWindow, NewWindow, WindowState } from '#domain/windows.ts'
import { batches } from '../batches.ts'
import { readPolicy } from '../faults/policy.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, MAX_LIMIT, pageSize, toPage } from '../paging.ts'
import { sitesShown } from '../siteScope.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { beginWindow } from './beginWindow.ts'
import { checkScope, checkSpan } from './checkWindow.ts'
import { endWindow } from './endWindow.ts'
import { addToWindow, assembleWindows, lockWindow, type WindowRow } from './windowRows.ts'

interface WindowQuery extends SiteQuery {
  state?: WindowState | undefined
}

export interface Windows {
  /** The latest start first. */
  list(query: WindowQuery): Promise<Page<MaintenanceWindow>>
  get(id: string): Promise<MaintenanceWindow | undefined>
  many(ids: readonly string[]): Promise<MaintenanceWindow[]>
  /** A start that has passed is now. @throws CodedError UNKNOWN_SITE, UNKNOWN_CLASS, BAD_REQUEST, FORBIDDEN */
  add(input: NewWindow, actor: Actor): Promise<MaintenanceWindow>
  /** Another end, later or earlier, of a window that has not ended. @throws CodedError NOT_FOUND, ILLEGAL_MOVE, BAD_REQUEST, FORBIDDEN */
  extend(id: string, change: { endsAt: Millis; reason: string }, actor: Actor): Promise<MaintenanceWindow>
  /** Ends it now; one that has ended stays as it is. @throws CodedError NOT_FOUND */
  end(id: string, actor: Actor, note?: string): Promise<MaintenanceWindow>
}

async function readMany({ database: { db } }: Workshop, ids: readonly string[]): Promise<MaintenanceWindow[]> {
  const found: MaintenanceWindow[] = []
  for (const some of batches(ids, MAX_LIMIT)) {
    const rows = await db.selectFrom('maintenance_window').selectAll().where('id', 'in', some).execute()
    found.push(...(await assembleWindows(db, rows)))
  }
  return found
}

async function listWindows(needs: Workshop, query: WindowQuery): Promise<Page<MaintenanceWindow>> {
  const { db } = needs.database
  const now = needs.clock.now()
  const sites = sitesShown(query)
  const after = cursorKey(query.cursor, [0, ''] as const)
  const size = pageSize(query)
  const { state } = query
  const rows = await db
    .selectFrom('maintenance_window')
    .selectAll()
    .$if(state === 'planned', q => q.where('ended_at', 'is', null).where('starts_at', '>', now))
    .$if(state === 'active', q =>
      q.where('ended_at', 'is', null).where('starts_at', '<=', now).where('ends_at', '>', now),
    )
    .$if(state === 'ended', q => q.where(eb => eb.or([eb('ended_at', 'is not', null), eb('ends_at', '<=', now)])))
    .$if(sites !== undefined, q => q.where('site', 'in', [...(sites ?? []), '']))
    .$if(after !== undefined, q =>
      q.where(eb => eb(eb.refTuple('starts_at', 'id'), '<', eb.tuple(after?.[0] ?? 0, after?.[1] ?? ''))),
    )
    .orderBy('starts_at', 'desc')
    .orderBy('id', 'desc')
    .limit(size + 1)
    .execute()
  const page = toPage(rows, size, row => [row.starts_at, row.id])
  return { ...page, items: await assembleWindows(db, page.items) }
}

async function addWindow(trx: Trx, needs: Workshop, input: NewWindow, actor: Actor): Promise<string> {
  const now = needs.clock.now()
  const { site, kind, equipment = [], classes = [], endsAt, reason, contact } = input
  const startsAt = Math.max(input.startsAt ?? now, now)
  checkSpan({ kind, startsAt, endsAt }, actor, await readPolicy(trx), now)
  const known = await trx.selectFrom('site').select('id').where('id', '=', site).executeTakeFirst()
  if (!known) throw new CodedError('UNKNOWN_SITE', { site })
  const id = `w-${await nextNumber(trx, 'window')}`
  const scope = { equipment: JSON.stringify(equipment), classes: JSON.stringify(classes) }
  const span = { starts_at: startsAt, ends_at: endsAt }
  const row = { id, site, kind, ...scope, ...span, reason, contact, created_by: actor.username, created_at: now }
  await trx.insertInto('maintenance_window').values(row).execute()
  await addToWindow(trx, id, { at: now, by: actor.username, event: 'planned', detail: { startsAt, endsAt, reason } })
  await beginWindow(trx, id, now)
  await logChanges(trx, 'windows', [id], now)
  return id
}

async function moveEnd(
  trx: Trx,
  needs: Workshop,
  window: WindowRow,
  { endsAt, reason }: { endsAt: Millis; reason: string },
  actor: Actor,
): Promise<void> {
  const now = needs.clock.now()
  const { id, kind, starts_at: startsAt, ended_at, ends_at: before } = window
  if (ended_at !== null || before <= now)
    throw new CodedError('ILLEGAL_MOVE', { noun: 'window', window: id }, 'The window has ended')
  checkSpan({ kind, startsAt, endsAt }, actor, await readPolicy(trx), now)
  await trx.updateTable('maintenance_window').set({ ends_at: endsAt }).where('id', '=', id).execute()
  const event = endsAt > before ? 'extended' : 'shortened'
  await addToWindow(trx, id, { at: now, by: actor.username, event, detail: { endsAt, reason } })
  await logChanges(trx, 'windows', [id], now)
}

export function createWindows(needs: Workshop): Windows {
  const { write } = needs.database
  const get = async (id: string) => (await readMany(needs, [id]))[0]
  const read = async (id: string) => (await get(id)) as MaintenanceWindow
  const held = async (trx: Trx, id: string, actor: Actor): Promise<WindowRow> => {
    const window = await lockWindow(trx, id)
    if (!window || !seesSite(actor, window.site)) throw new CodedError('NOT_FOUND', { window: id })
    return window
  }
  return {
    list: query => listWindows(needs, query),
    get,
    many: ids => readMany(needs, ids),
    add: async (input, actor) => {
      checkScope(needs, input, actor)
      return await read(await write(trx => addWindow(trx, needs, input, actor)))
    },
    extend: async (id, change, actor) => {
      await write(async trx => moveEnd(trx, needs, await held(trx, id, actor), change, actor))
      return await read(id)
    },
    end: async (id, actor, note) => {
      await write(async trx => {
        await held(trx, id, actor)
        await endWindow(trx, needs, id, { by: actor.username, note }, needs.clock.now())
      })
      return await read(id)
    },
  }
}
