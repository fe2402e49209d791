import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Page, SiteQuery } from '#domain/page.ts'
import type { PeriodReport, PeriodReportHead } from '#domain/periodReport.ts'
import type { PeriodKind } from '#domain/periods.ts'
import type { Workshop } from '../needs.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import { sitesShown } from '../siteScope.ts'

type Needs = Pick<Workshop, 'database'>
export type KeptQuery = SiteQuery & { period?: PeriodKind | undefined }

const HEAD = ['id', 'period', 'of', 'site', 'from_at', 'to_at', 'made_at'] as const
type HeadRow = Pick<Selectable<Tables['kept_report']>, (typeof HEAD)[number]>

/** One report a period and site, so that its id is made of these. */
export const idOf = ({ period, of, site = '' }: Pick<PeriodReport, 'period' | 'of' | 'site'>): string =>
  createHash('sha256').update(`${period} ${of} ${site}`).digest('hex').slice(0, 16)

const toHead = ({ site, from_at: from, to_at: to, made_at: madeAt, ...row }: HeadRow): PeriodReportHead => ({
  ...row,
  ...(site !== '' && { site }),
  ...{ from, to, madeAt },
})

/** Keeps a report; one of the same period and site stays as it was made. */
export async function keepReport({ database }: Needs, report: PeriodReport): Promise<void> {
  const { period, of, site = '', from, to, madeAt } = report
  await database.write(trx =>
    trx
      .insertInto('kept_report')
      .values({
        id: idOf(report),
        period,
        of,
        site,
        from_at: from,
        to_at: to,
        made_at: madeAt,
        content: JSON.stringify(report),
      })
      .onConflict(conflict => conflict.doNothing())
      .execute(),
  )
}

/** The ids of the reports that are kept of these periods, named as `of`. */
export async function keptIds({ database: { db } }: Needs, periods: ReadonlySet<string>): Promise<Set<string>> {
  if (periods.size === 0) return new Set()
  const rows = await db
    .selectFrom('kept_report')
    .select('id')
    .where('of', 'in', [...periods])
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** The newest first; who may see some sites sees theirs, and not those of all. @throws CodedError BAD_REQUEST for a cursor of another list */
export async function listKept({ database: { db } }: Needs, query: KeptQuery): Promise<Page<PeriodReportHead>> {
  const { period } = query
  const sites = sitesShown(query)
  const after = cursorKey(query.cursor, [0, ''] as const)
  const rows = await db
    .selectFrom('kept_report')
    .select(HEAD)
    .$if(period !== undefined, q => q.where('period', '=', period ?? 'month'))
    // No report of all sites is of one of them.
    .$if(sites !== undefined, q => q.where('site', 'in', [...(sites ?? []), '-']))
    .$if(after !== undefined, q =>
      q.where(eb => eb(eb.refTuple('to_at', 'id'), '<', eb.tuple(after?.[0] ?? 0, after?.[1] ?? ''))),
    )
    .orderBy('to_at', 'desc')
    .orderBy('id', 'desc')
    .limit(pageSize(query) + 1)
    .execute()
  const page = toPage(rows, pageSize(query), row => [row.to_at, row.id])
  return { ...page, items: page.items.map(toHead) }
}

/** A report as it was made. */
export async function readKept({ database: { db } }: Needs, id: string): Promise<PeriodReport | undefined> {
  const row = await db.selectFrom('kept_report').select('content').where('id', '=', id).executeTakeFirst()
  return row && JSON.parse(row.content)
}
