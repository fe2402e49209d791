import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { FindingQuery, FindingState, PlanFinding } from '#domain/findings.ts'
import type { Page } from '#domain/page.ts'
import type { Plan, PlanItem } from '#domain/plans.ts'
import { ENDED } from '#domain/tickets.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import { sitesShown } from '../siteScope.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { visitPlans } from './checklist/visitPlans.ts'

type Joined = Omit<Tables, 'a' | 'v' | 't'> & {
  a: Tables['plan_answer']
  v: Tables['plan_visit']
  t: { [K in keyof Tables['ticket']]: Tables['ticket'][K] | null }
}
type Is = (eb: ExpressionBuilder<Joined, 'a' | 'v' | 't'>) => Expression<SqlBool>

const IS: Record<FindingState, Is> = {
  open: eb =>
    eb.and([eb('a.mended', '=', 0), eb.or([eb('t.status', 'is', null), eb('t.status', 'not in', [...ENDED])])]),
  ended: eb => eb('t.status', 'in', [...ENDED]),
  mended: eb => eb('a.mended', '=', 1),
}

/** One text that no two findings share, for an order among those of one moment. */
const LINE = sql<string>`a.visit || ' ' || a.equipment || ' ' || a.item`

async function selectRows({ database: { db } }: Workshop, query: FindingQuery) {
  const { from, to, equipment, plan, state, followUp } = query
  const sites = sitesShown(query)
  const after = cursorKey(query.cursor, [0, ''] as const)
  return await db
    .selectFrom('plan_answer as a')
    .innerJoin('plan_visit as v', 'v.id', 'a.visit')
    .leftJoin('ticket as t', 't.id', 'a.ticket')
    .selectAll('a')
    .select(['v.plan as plan', 'v.site as site', 'v.ticket as visitTicket', 't.status as status', LINE.as('line')])
    .select('t.priority as priority')
    .where('a.outcome', '=', 'notOk')
    .where('a.replaced_at', 'is', null)
    .$if(sites !== undefined, q => q.where('v.site', 'in', [...(sites ?? []), '']))
    .$if(from !== undefined, q => q.where('a.at', '>=', from ?? 0))
    .$if(to !== undefined, q => q.where('a.at', '<', to ?? 0))
    .$if(equipment !== undefined, q => q.where('a.equipment', '=', equipment ?? ''))
    .$if(plan !== undefined, q => q.where('v.plan', '=', plan ?? ''))
    .$if(followUp !== undefined, q => q.where('a.ticket', '=', followUp ?? ''))
    .$if(state !== undefined, q => q.where(IS[state ?? 'open'] as never))
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
