import { sql } from 'kysely'
import type { FindingQuery, PlanFinding } from '#domain/findings.ts'
import type { Page } from '#domain/page.ts'
import type { Plan, PlanItem } from '#domain/plans.ts'
import { ENDED } from '#domain/tickets.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { visitPlans } from './checklist/visitPlans.ts'
import { findingFilter } from './findingFilter.ts'

/** One text that no two findings share, for an order among those of one moment. */
const LINE = sql<string>`a.visit || ' ' || a.equipment || ' ' || a.item`

async function selectRows(needs: Workshop, query: FindingQuery) {
  const is = await findingFilter(needs, query)
  const after = cursorKey(query.cursor, [0, ''] as const)
  return await needs.database.db
    .selectFrom('plan_answer as a')
    .innerJoin('plan_visit as v', 'v.id', 'a.visit')
    .leftJoin('ticket as t', 't.id', 'a.ticket')
    .selectAll('a')
    .select(['v.plan as plan', 'v.site as site', 'v.ticket as visitTicket', 't.status as status', LINE.as('line')])
    .select('t.priority as priority')
    .where('a.outcome', '=', 'notOk')
    .where('a.replaced_at', 'is', null)
    .where(eb => eb.and(is))
    .$if(after !== undefined, q =>
      q.where(eb =>
        eb.or([
          eb('a.at', '<', after?.[0] ?? 0),
          eb.and([eb('a.at', '=', after?.[0] ?? 0), eb(LINE, '<', after?.[1] ?? '')]),
        ]),
      ),
    )
    .orderBy('a.at', 'desc')
    .orderBy('line', 'desc')
    .limit(pageSize(query) + 1)
    .execute()
}

type Row = Awaited<ReturnType<typeof selectRows>>[number]

function toFinding(row: Row, item: PlanItem | undefined): PlanFinding {
  const { ticket, status, priority } = row
  const followUp = ticket !== null && status !== null && priority !== null ? { ticket, status, priority } : undefined
  return {
    ticket: row.visitTicket ?? '',
    plan: row.plan,
    site: row.site,
    equipment: row.equipment,
    item: row.item,
    name: item?.name ?? row.item,
    name_zh: item?.name_zh ?? row.item,
    ...(item?.unit !== undefined && row.value !== null && { unit: item.unit }),
    ...withoutNulls({ value: row.value, note: row.note }),
    photos: JSON.parse(row.photos),
    state: row.mended === 1 ? 'mended' : followUp && ENDED.includes(followUp.status) ? 'ended' : 'open',
    ...(followUp && { followUp }),
    at: row.at,
    by: row.by,
  }
}

/** What each visit of these rows asked for, by visit and item. */
async function itemsOf(
  { database: { db }, catalogue }: Workshop,
  rows: readonly Row[],
): Promise<Map<string, PlanItem>> {
  const ids = [...new Set(rows.map(row => row.visit))]
  const found = new Map<string, PlanItem>()
  if (ids.length === 0) return found
  const asOpened = new Map<string, Plan[]>()
  for (const visit of await db.selectFrom('plan_visit').selectAll().where('id', 'in', ids).execute()) {
    const which = `${visit.plan} ${visit.versions}`
    const plans = asOpened.get(which) ?? (await visitPlans(db, catalogue, visit))
    asOpened.set(which, plans)
    for (const plan of plans) for (const item of plan.items) found.set(`${visit.id} ${item.code}`, item)
  }
  return found
}

/** What visits found, the newest first, each with the ticket that follows. @throws CodedError BAD_REQUEST */
export async function listFindings(needs: Workshop, query: FindingQuery): Promise<Page<PlanFinding>> {
  const page = toPage(await selectRows(needs, query), pageSize(query), row => [row.at, row.line])
  const items = await itemsOf(needs, page.items)
  return { ...page, items: page.items.map(row => toFinding(row, items.get(`${row.visit} ${row.item}`))) }
}
