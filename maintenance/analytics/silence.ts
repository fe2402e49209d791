import { type RawBuilder, sql } from 'kysely'
import { GATEWAY_CLASS } from '#domain/gatewayClass.ts'
import type { ReportQuery } from '#domain/reports.ts'
import { isSilence } from '../tickets/priority.ts'
import { EVER } from './figures/figuresWhere.ts'
import { COVERED, TOGETHER } from './figures/overlap.ts'
import type { ReportNeeds } from './figures/sums.ts'

type Intervals = RawBuilder<{ equipment: string; began: number; over: number }>

/** The faults that say only that nothing was heard. */
const silences = ({ catalogue }: ReportNeeds): string[] =>
  [...catalogue.classes].flatMap(([name, { fault }]) =>
    [...fault.keys()].filter(code => isSilence(catalogue, name, code)),
  )

/** From when to when equipment was silent by itself, and behind a gateway that was lost. */
function silent(needs: ReportNeeds, from: number, until: number): Intervals {
  const reaches = sql`c.fired_at < ${until} and coalesce(c.resolved_at, ${sql.lit(EVER)}) > ${from}`
  return sql`select c.equipment as equipment, c.fired_at as began, coalesce(c.resolved_at, ${until}) as over
      from fault c where c.code in (${sql.join(['', ...silences(needs)])}) and ${reaches}
    union all select e.id, c.fired_at, coalesce(c.resolved_at, ${until}) from incident i
      join fault c on c.id = i.cause join equipment e on e.gateway = i.about and e.class <> ${sql.lit(GATEWAY_CLASS)}
      where i.kind = 'gateway' and ${reaches}`
}

/** From when to when the same equipment was known to be down. */
const down = (of: Intervals, from: number, until: number): Intervals =>
  sql`select f.equipment as equipment, f.failed_at as began, coalesce(f.restored_at, ${until}) as over
    from ticket_figure f where f.out_of_service = 1 and f.failed_at < ${until}
    and coalesce(f.restored_at, ${sql.lit(EVER)}) > ${from} and f.equipment in (select equipment from (${of}) as silent)`

/** How long the intervals of each piece of equipment are together, cut to the period. */
async function lengths({ database: { reader } }: ReportNeeds, of: Intervals, from: number, until: number) {
  const { rows } = await sql<{ equipment: string; ms: number }>`select equipment, ${TOGETHER} as ms
    from (select equipment, began, over, ${COVERED} as covered
      from (select equipment, case when began < ${from} then ${from} else began end as began,
        case when over > ${until} then ${until} else over end as over from (${of}) as whole) as cut) as c
    group by equipment`.execute(reader)
  return new Map(rows.map(({ equipment, ms }) => [equipment, Number(ms)]))
}

/**
 * Time of each piece of equipment in which nobody knows whether it was up: its telemetry was silent, or its gateway lost,
 * and no outage was known. It is neither up nor down (catalogue KPI AVAIL).
 * @returns milliseconds by equipment; what was never silent is missing
 */
export async function unknownTime(
  needs: ReportNeeds,
  { from }: Pick<ReportQuery, 'from'>,
  until: number,
): Promise<Map<string, number>> {
  const quiet = silent(needs, from, until)
  const alone = await lengths(needs, quiet, from, until)
  if (alone.size === 0) return alone
  const outages = down(quiet, from, until)
  const known = await lengths(needs, outages, from, until)
  if (known.size === 0) return alone
  const either = await lengths(needs, sql`${quiet} union all ${outages}`, from, until)
  return new Map([...either].map(([id, ms]) => [id, ms - (known.get(id) ?? 0)]))
}
