import type { PartUse } from '#domain/periodReport.ts'
import type { ReportQuery } from '#domain/reports.ts'
import type { Workshop } from '../needs.ts'

/** What was issued for repairs that were first thought done in the period, the dearest first. */
export async function partsUsed(
  { database: { reader } }: Pick<Workshop, 'database'>,
  { from, to, site }: ReportQuery,
): Promise<PartUse[]> {
  const rows = await reader
    .selectFrom('ticket_figure as f')
    .innerJoin('reservation as r', 'r.ticket', 'f.ticket')
    .innerJoin('part as p', 'p.part_no', 'r.part_no')
    .where('f.repaired_at', '>=', from)
    .where('f.repaired_at', '<', to)
    .where('r.status', '=', 'issued')
    .$if(site !== undefined, q => q.where('f.site', '=', site ?? ''))
    .select(['p.part_no as partNo', 'p.name as name', 'p.name_zh as name_zh', 'p.unit_cost as price'])
    .select(eb => eb.fn.sum('r.quantity').as('quantity'))
    .groupBy(['p.part_no', 'p.name', 'p.name_zh', 'p.unit_cost'])
    .execute()
  return rows
    .map(({ price, quantity, ...part }) => ({
      ...part,
      quantity: Number(quantity),
      ...(price !== null && { costCny: Number(price) * Number(quantity) }),
    }))
    .sort((a, b) => (b.costCny ?? 0) - (a.costCny ?? 0) || (a.partNo < b.partNo ? -1 : 1))
}
