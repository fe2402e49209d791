import { sql } from 'kysely'
import type { RepairsReport, RepairsRow, ReportQuery } from '#domain/reports.ts'
import type { TicketFilter } from '#domain/ticketFilter.ts'
import { markIs } from './figures/figuresWhere.ts'
import {
  ALL,
  byDimension,
  countIf,
  figures,
  known,
  type ReportNeeds,
  rate,
  type Sums,
  sumByPlace,
  total,
} from './figures/sums.ts'

type Key = 'fixed' | 'firstTime' | 'reopened' | 'labour' | 'parts' | 'opened' | 'repeat'

const DEAREST = 20
const LABOUR = sql<number>`sum(coalesce(f.labour_min, 0))`
const PARTS = sql<number>`sum(coalesce(f.parts_cost, 0))`

async function readSums(needs: ReportNeeds, query: ReportQuery): Promise<Sums<Key>[]> {
  const is = (mark: 'firstTime' | 'reopened' | 'repeat') => countIf(markIs(mark, needs.policy))
  const [fixed, opened] = await Promise.all([
    sumByPlace(
      needs,
      { ...query, when: 'repaired', is: 'fixed' },
      { fixed: ALL, firstTime: is('firstTime'), reopened: is('reopened'), labour: LABOUR, parts: PARTS },
    ),
    sumByPlace(needs, { ...query, when: 'opened', is: 'work' }, { opened: ALL, repeat: is('repeat') }),
  ])
  return [...fixed, ...opened]
}

const countIn = (count: number, filter: TicketFilter) => ({ count, filter })

function toRow(rows: readonly Sums<Key>[], { policy }: ReportNeeds, scope: TicketFilter): RepairsRow {
  const sum = (key: Key) => total(rows, key)
  const done = { ...scope, when: 'repaired' } as const
  const began = { ...scope, when: 'opened' } as const
  return {
    fixed: countIn(sum('fixed'), { ...done, is: 'fixed' }),
    firstTime: countIn(sum('firstTime'), { ...done, is: 'firstTime' }),
    reopened: countIn(sum('reopened'), { ...done, is: 'reopened' }),
    opened: countIn(sum('opened'), { ...began, is: 'work' }),
    repeat: countIn(sum('repeat'), { ...began, is: 'repeat' }),
    labourHours: sum('labour') / 60,
    labourCny: (sum('labour') / 60) * policy.hourRateCny,
    partsCny: sum('parts'),
    ...known({
      firstTimeRate: rate(sum('firstTime'), sum('fixed')),
      repeatRate: rate(sum('repeat'), sum('opened')),
    }),
  }
}

/** The equipment whose repairs cost most (KPI CPA; EN 15341). */
async function dearest(needs: ReportNeeds, query: ReportQuery): Promise<RepairsReport['dearest']> {
  const { policy } = needs
  const filter = { ...query, when: 'repaired', is: 'fixed' } as const
  const rows = await figures(needs, filter)
    .select([
      'f.equipment as equipment',
      ALL.as('fixed'),
      countIf(markIs('firstTime', policy)).as('firstTime'),
      countIf(markIs('reopened', policy)).as('reopened'),
      LABOUR.as('labour'),
      PARTS.as('parts'),
    ])
    .groupBy('f.equipment')
    .orderBy(sql`${LABOUR} / 60 * ${sql.lit(policy.hourRateCny)} + ${PARTS}`, 'desc')
    .orderBy('f.equipment')
    .limit(DEAREST)
    .execute()
  return rows.map(({ equipment, ...sums }) => {
    const numbers = Object.entries(sums).map(([key, value]) => [key, Number(value)])
    const row = { site: '', class: '', model: null, ...Object.fromEntries(numbers) }
    const { opened: _, repeat: __, ...rest } = toRow([row], needs, { ...query, equipment })
    return { key: equipment, ...rest }
  })
}

/** First-time fix, repeats and cost (catalogue KPIs FTFR, REPEAT, CPA; EN 15341) of the repairs done in the period. */
export async function repairsReport(needs: ReportNeeds, query: ReportQuery): Promise<RepairsReport> {
  const { hourRateCny, repeatDays, firstFixDays } = needs.policy
  const [rows, costly] = await Promise.all([readSums(needs, query), dearest(needs, query)])
  return {
    query,
    ...{ hourRateCny, repeatDays, firstFixDays },
    ...toRow(rows, needs, query),
    by: byDimension(rows, (some, of) => toRow(some, needs, { ...query, ...of })),
    dearest: costly,
  }
}
