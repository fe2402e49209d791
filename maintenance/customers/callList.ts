import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { FollowUp, FollowUpList } from '#domain/followUps.ts'
import type { Page, PageQuery } from '#domain/page.ts'
import type { Actor } from '#domain/people.ts'
import type { CallKind } from '#domain/ticketClocks.ts'
import type { Millis } from '#domain/time.ts'
import { toLocal, toUtc } from '#domain/zonedTime.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import { sitesShown } from '../siteScope.ts'
import { assembleCalls } from './callView.ts'

const DAY = 86_400_000

/** As the partial indexes say it. */
const isCall = sql<boolean>`c.kind in ('followUp', 'callBack')`

const selectCalls = (db: Kysely<Tables>) =>
  db
    .selectFrom('ticket_clock as c')
    .innerJoin('ticket as t', 't.id', 'c.ticket')
    .selectAll('c')
    .select(['t.site', 't.equipment', 't.title', 't.fault_code', 't.trouble', 't.priority', 't.status', 't.origin'])
    .select(['t.technician', 't.policy', 't.kind as ticket_kind'])
    .where(isCall)

type CallQuery = ReturnType<typeof selectCalls>
export type CallRow = CallQuery extends SelectQueryBuilder<infer _D, infer _T, infer O> ? O : never

const endOfDay = (zone: string, now: Millis): Millis => toUtc(zone, (Math.floor(toLocal(zone, now) / DAY) + 1) * DAY)

/** What is due by the end of the day at its site, zone by zone. */
async function dueToday(query: CallQuery, db: Kysely<Tables>, now: Millis): Promise<CallQuery> {
  const zones = await db.selectFrom('site').select('timezone').distinct().execute()
  return query.where(eb =>
    eb.or(
      zones.map(({ timezone }) =>
        eb.and([
          eb('c.due_at', '<', endOfDay(timezone, now)),
          eb('t.site', 'in', eb.selectFrom('site').select('site.id').where('site.timezone', '=', timezone)),
        ]),
      ),
    ),
  )
}

/** Somebody was called since it has been owed, in vain. */
const triedInVain = (query: CallQuery): CallQuery =>
  query.where(({ exists, selectFrom }) =>
    exists(
      selectFrom('call_attempt as a')
        .select('a.number')
        .whereRef('a.ticket', '=', 'c.ticket')
        .whereRef('a.kind', '=', 'c.kind')
        .whereRef('a.at', '>=', 'c.started_at'),
    ),
  )

async function narrowed(query: CallQuery, list: FollowUpList, db: Kysely<Tables>, now: Millis): Promise<CallQuery> {
  if (list === 'done') return query.where('c.stopped_at', 'is not', null)
  const open = query.where('c.stopped_at', 'is', null)
  if (list === 'overdue') return open.where('c.due_at', '<=', now)
  if (list === 'unreached') return triedInVain(open)
  return list === 'today' ? await dueToday(open, db, now) : open
}

/** A list of calls, page by page. */
export async function listCalls(
  needs: Workshop,
  { due = 'open', ...query }: PageQuery & { site?: string; due?: FollowUpList },
  actor: Actor,
): Promise<Page<FollowUp>> {
  const { db } = needs.database
  const sites = sitesShown({ ...query, sites: actor.sites })
  const after = cursorKey(query.cursor, [0, '', ''] as const)
  const size = pageSize(query)
  const done = due === 'done'
  const by = done ? 'c.stopped_at' : 'c.due_at'
  const direction = done ? 'desc' : 'asc'
  const rows = await (await narrowed(selectCalls(db), due, db, needs.clock.now()))
    .$if(sites !== undefined, q => q.where('t.site', 'in', [...(sites ?? []), '']))
    .$if(after !== undefined, q =>
      q.where(eb =>
        eb(
          eb.refTuple(by, 'c.ticket', 'c.kind'),
          done ? '<' : '>',
          eb.tuple(after?.[0] ?? 0, after?.[1] ?? '', (after?.[2] ?? '') as CallKind),
        ),
      ),
    )
    .orderBy(by, direction)
    .orderBy('c.ticket', direction)
    .orderBy('c.kind', direction)
    .limit(size + 1)
    .execute()
  const page = toPage(rows, size, row => [(done ? row.stopped_at : row.due_at) ?? 0, row.ticket, row.kind])
  return { ...page, items: await assembleCalls(needs, page.items, actor) }
}

export async function readCall(
  needs: Workshop,
  ticket: string,
  kind: CallKind,
  actor: Actor,
): Promise<FollowUp | undefined> {
  const rows = await selectCalls(needs.database.db).where('c.ticket', '=', ticket).where('c.kind', '=', kind).execute()
  return (await assembleCalls(needs, rows, actor))[0]
}
