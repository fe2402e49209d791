import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { TicketVerdict } from '#domain/ruleRecord.ts'
import { ENDED } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { batches } from '../batches.ts'
import type { JudgedTicket } from './levels.ts'

/** The verdict on one ticket of a rule that has ended, with what its faults showed. */
export interface Verdict extends TicketVerdict, JudgedTicket {
  openedAt: Millis
}

const CHUNK = 500

async function faultsOf(db: Kysely<Tables>, tickets: readonly string[]) {
  const found: { ticket: string | null; seen: string | null; evidence: string }[] = []
  for (const some of batches(tickets, CHUNK))
    found.push(
      ...(await db
        .selectFrom('fault')
        .select(['ticket', 'seen', 'evidence'])
        .where('ticket', 'in', some)
        .where('seen', 'is not', null)
        .execute()),
    )
  return Map.groupBy(found, row => row.ticket ?? '')
}

/** The verdicts on the tickets of some rules that ended since `from`, newest first, by the rule's code. */
export async function readVerdicts(
  db: Kysely<Tables>,
  codes: readonly string[],
  { from, sites = [] }: { from: Millis; sites?: readonly string[] | undefined },
): Promise<Map<string, Verdict[]>> {
  if (codes.length === 0) return new Map()
  const rows = await db
    .selectFrom('ticket')
    .select(['id', 'equipment', 'fault_code', 'verdict', 'opened_at', 'closed_at'])
    .where('fault_code', 'in', codes)
    .where('verdict', 'is not', null)
    .where('status', 'in', ENDED)
    .where('closed_at', '>=', from)
    .$if(sites.length > 0, q => q.where('site', 'in', sites))
    .orderBy('closed_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const faults = await faultsOf(
    db,
    rows.map(({ id }) => id),
  )
  const verdicts = rows.flatMap(({ id, equipment, fault_code, verdict, opened_at: openedAt, closed_at: closedAt }) => {
    if (verdict === null || closedAt === null) return []
    const shown = (faults.get(id) ?? []).map(({ seen, evidence }) => ({
      seen: JSON.parse(seen ?? ''),
      evidence: JSON.parse(evidence),
    }))
    const of = { ticket: id, equipment, outcome: verdict, closedAt, openedAt }
    return [{ code: fault_code ?? '', ...of, genuine: verdict === 'genuine', faults: shown }]
  })
  return Map.groupBy(verdicts, ({ code }) => code)
}
