import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { ShadowFinding, ShadowRecord } from '#domain/ruleRecord.ts'
import { withoutNulls } from '../withoutNulls.ts'

const LISTED = 50

/** How many times each of some rules was found true in shadow mode, by code. */
export async function shadowCounts(
  db: Kysely<Tables>,
  codes: readonly string[],
  sites: readonly string[],
): Promise<Map<string, ShadowRecord>> {
  const rows = await db
    .selectFrom('shadow_fault')
    .where('code', 'in', codes)
    .$if(sites.length > 0, q => q.where('site', 'in', sites))
    .select(({ fn, eb }) => [
      'code',
      fn.countAll<number>().as('found'),
      fn.sum<number>(eb.case().when('resolved_at', 'is', null).then(1).else(0).end()).as('open'),
      fn.max('fired_at').as('last'),
    ])
    .groupBy('code')
    .execute()
  return new Map(
    rows.map(({ code, found, open, last }) => [
      code,
      { found: Number(found), open: Number(open), lastFiredAt: Number(last) },
    ]),
  )
}

/** The newest of what a rule found in shadow mode. */
export async function shadowFindings(
  db: Kysely<Tables>,
  code: string,
  sites: readonly string[],
): Promise<ShadowFinding[]> {
  const rows = await db
    .selectFrom('shadow_fault')
    .selectAll()
    .where('code', '=', code)
    .$if(sites.length > 0, q => q.where('site', 'in', sites))
    .orderBy('fired_at', 'desc')
    .orderBy('id')
    .limit(LISTED)
    .execute()
  return rows.map(({ id, equipment, fired_at: firedAt, resolved_at: resolvedAt, evidence }) => ({
    id,
    equipment,
    firedAt,
    evidence: JSON.parse(evidence),
    ...withoutNulls({ resolvedAt }),
  }))
}
