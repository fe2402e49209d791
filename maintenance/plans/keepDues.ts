import { type SqlBool, sql } from 'kysely'
import type { SiteScope } from '#domain/page.ts'
import type { Plan } from '#domain/plans.ts'
import { batches } from '../batches.ts'
import { dayAt } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import { sitesShown } from '../siteScope.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { type AheadLine, aheadLines } from './aheadLines.ts'
import { type DueLine, dueLines } from './dueLines.ts'
import { isPlanned, readDues } from './dues.ts'
import { plansInForce, sitesOn } from './planVersions.ts'

const BATCH = 500

/**
 * Whoever changes what is due at a site says so in the same transaction, before anything is numbered, logged or set: its lines
 * are counted anew before they are read. The row is written, not deleted, so that on PostgreSQL who counts and who changes wait
 * for each other.
 */
export async function outdateDues(trx: Trx, sites: Iterable<string>): Promise<void> {
  const rows = [...new Set(sites)].sort().map(site => ({ site, counted_from: '' }))
  for (const some of batches(rows, BATCH))
    await trx
      .insertInto('plan_due_site')
      .values(some)
      .onConflict(c => c.column('site').doUpdateSet({ counted_from: '' }))
      .execute()
}

/** One number for a text (FNV-1a, 32 bits). */
function hash(text: string): number {
  let found = 0x811c9dc5
  for (let i = 0; i < text.length; i++) found = Math.imul(found ^ text.charCodeAt(i), 0x01000193)
  return found >>> 0
}

/** What the lines of each site are counted from beside the database's own rows: its day, and its equipment as the registry has it. */
function basisOf(needs: Workshop, sites: ReadonlySet<string>): Map<string, string> {
  const pieces = new Map<string, { n: number; sum: number }>()
  for (const piece of needs.listEquipment()) {
    if (!sites.has(piece.site) || !isPlanned(piece)) continue
    const { n, sum } = pieces.get(piece.site) ?? { n: 0, sum: 0 }
    const one = hash(`${piece.id} ${piece.class} ${piece.createdAt}`)
    pieces.set(piece.site, { n: n + 1, sum: (sum + one) % 2 ** 32 })
  }
  const now = needs.clock.now()
  return new Map(
    [...sites].map(site => {
      const { n, sum } = pieces.get(site) ?? { n: 0, sum: 0 }
      return [site, `${dayAt(needs.timezone(site), now)} ${n} ${sum.toString(36)}`]
    }),
  )
}

const keyOf = ({ plan, subject }: DueLine): string => `${plan} ${subject}`
const contentOf = ({ class: kind, first, pieces, due_day, window_start, window_end }: DueLine): string =>
  [kind, first, pieces, due_day, window_start, window_end].join(' ')

/** Writes the lines of a site as far as they differ from those that are there. */
async function writeLines(trx: Trx, site: string, lines: readonly DueLine[]): Promise<void> {
  const before = await trx.selectFrom('plan_due').selectAll().where('site', '=', site).execute()
  const [known, wanted] = [new Map(before.map(line => [keyOf(line), line])), new Set(lines.map(keyOf))]
  const gone = before.filter(line => !wanted.has(keyOf(line)))
  for (const some of batches(gone, BATCH))
    await trx
      .deleteFrom('plan_due')
      .where('site', '=', site)
      .where(
        sql<SqlBool>`(plan, subject) in (values ${sql.join(some.map(({ plan, subject }) => sql`(${plan}, ${subject})`))})`,
      )
      .execute()
  const changed = lines.filter(line => {
    const there = known.get(keyOf(line))
    return !there || contentOf(there) !== contentOf(line)
  })
  for (const some of batches(changed, BATCH))
    await trx
      .insertInto('plan_due')
      .values(some)
      .onConflict(c =>
        c.columns(['site', 'plan', 'subject']).doUpdateSet(eb => ({
          ...{ class: eb.ref('excluded.class'), first: eb.ref('excluded.first'), pieces: eb.ref('excluded.pieces') },
          due_day: eb.ref('excluded.due_day'),
          ...{ window_start: eb.ref('excluded.window_start'), window_end: eb.ref('excluded.window_end') },
        })),
      )
      .execute()
}

/** Writes the visits that are foreseen at a site as far as they differ from those that are there. */
async function writeAhead(trx: Trx, site: string, lines: readonly AheadLine[]): Promise<void> {
  const nameOf = ({ plan, subject, due_day }: AheadLine) => `${plan} ${subject} ${due_day}`
  const before = await trx.selectFrom('plan_ahead').selectAll().where('site', '=', site).execute()
  const [known, wanted] = [new Set(before.map(nameOf)), new Map(lines.map(line => [nameOf(line), line]))]
  const gone = before.filter(line => !wanted.has(nameOf(line)))
  for (const some of batches(gone, BATCH))
    await trx
      .deleteFrom('plan_ahead')
      .where('site', '=', site)
      .where(
        sql<SqlBool>`(plan, subject, due_day) in (values ${sql.join(some.map(line => sql`(${line.plan}, ${line.subject}, ${line.due_day})`))})`,
      )
      .execute()
  const added = [...wanted].flatMap(([name, line]) => (known.has(name) ? [] : [line]))
  for (const some of batches(added, BATCH)) await trx.insertInto('plan_ahead').values(some).execute()
}

/** Counts the lines of a site anew, unless somebody has meanwhile; its row is held from before anything is read. */
async function countSite(trx: Trx, needs: Workshop, site: string, basis: string): Promise<void> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('plan_due_site')
    .values({ site, counted_from: basis })
    .onConflict(c =>
      c.column('site').doUpdateSet({ counted_from: basis }).where('plan_due_site.counted_from', '<>', basis),
    )
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) return
  const classOf = (id: string) => needs.equipment(id)?.class ?? ''
  const [dues] = await readDues(needs, trx, needs.clock.now(), () => new Set([site]))
  await writeLines(trx, site, dues ? dueLines(dues, classOf) : [])
  await writeAhead(trx, site, dues ? aheadLines(dues) : [])
}

/**
 * Counts anew what is due at the sites of which something has changed since it was counted: what people did, the equipment, or
 * the day. A transaction a site, so that others come between.
 */
export async function freshenDues(
  needs: Workshop,
  wanted: (site: string) => boolean = () => true,
): Promise<Map<string, Plan>> {
  const { db } = needs.database
  const plans = await plansInForce(db, needs.catalogue)
  const basis = basisOf(needs, new Set([...sitesOn(plans)].filter(wanted)))
  const rows = await db.selectFrom('plan_due_site').selectAll().execute()
  const counted = new Map(rows.map(row => [row.site, row.counted_from]))
  const outdated = rows.filter(row => row.counted_from === '').map(row => row.site)
  for (const site of new Set([...basis.keys(), ...outdated.filter(wanted)]))
    if (!counted.get(site) || counted.get(site) !== basis.get(site))
      await needs.database.write(trx => countSite(trx, needs, site, basis.get(site) ?? 'off'))
  return plans
}

/** Counts anew what is due at the sites that a list is about. @returns the plans in force */
export async function freshenFor(needs: Workshop, query: SiteScope): Promise<Map<string, Plan>> {
  const shown = sitesShown(query)
  return await freshenDues(needs, site => shown?.includes(site) ?? true)
}
