import type { Equipment } from '#domain/equipment.ts'
import { SYSTEM } from '#domain/people.ts'
import { NOT_SET_OUT } from '#domain/ticketStages.ts'
import type { Millis } from '#domain/time.ts'
import { createSitePlaces, type SitePlaces } from '../intake/sitePlaces.ts'
import type { Workshop } from '../needs.ts'
import { lockTicket } from '../tickets/lockTicket.ts'
import { makeMove } from '../tickets/makeMove.ts'
import { rowFor } from '../tickets/moves.ts'
import { type ChosenVisit, chooseVisits } from './chooseVisits.ts'
import { nextDueDay } from './dueDay.ts'
import { type OpenVisit, readDues, type SiteDues } from './dues.ts'
import { freshenDues } from './keepDues.ts'
import { OpenedAlready, openVisit } from './openVisit.ts'
import { sitesToVisit } from './sitesToVisit.ts'
import { subjectsOf } from './subjects.ts'

/** At least so often it is looked what is due, besides when a plan has changed. */
const LOOK_EVERY = 60_000

/**
 * A fixed day that was let go by is given up when the next one has come; on the way or there, somebody still does it.
 * @returns whether it was given up
 */
async function giveUpPast(needs: Workshop, { site, today, plans }: SiteDues, visit: OpenVisit): Promise<boolean> {
  const plan = plans.get(visit.plan)
  const gridDay = plan?.sites.find(each => each.site === site)?.fromDay
  if (!plan || gridDay === undefined || plan.interval.kind !== 'calendar') return false
  if (nextDueDay(plan.interval, { fromDay: visit.dueDay, gridDay }, visit.dueDay) > today) return false
  return await needs.database.write(async trx => {
    const ticket = await lockTicket(trx, visit.ticket)
    if (!ticket || !NOT_SET_OUT.includes(ticket.status)) return false
    const move = { to: 'cancelled' as const, reason: '下一次已到期 · The next visit has become due' }
    await makeMove(trx, needs, ticket, { row: rowFor(ticket, 'cancelled', SYSTEM), move, actor: SYSTEM })
    return true
  })
}

/** What is due once the fixed days that were let go by are given up. */
async function stillDue(needs: Workshop, now: Millis): Promise<SiteDues[]> {
  const read = async () => {
    const sites = await sitesToVisit(needs, await freshenDues(needs))
    return sites.size === 0 ? [] : await readDues(needs, needs.database.db, now, () => sites)
  }
  const found = await read()
  let changed = false
  for (const dues of found) for (const visit of dues.open) if (await giveUpPast(needs, dues, visit)) changed = true
  return changed ? await read() : found
}

async function openOne(
  needs: Workshop,
  { site, plans }: SiteDues,
  subject: string,
  visit: ChosenVisit,
  { about, now }: { about: Equipment; now: Millis },
): Promise<void> {
  try {
    await needs.database.write(trx => openVisit(trx, needs, { visit, site, subject, about, plans }, now))
  } catch (error) {
    if (error instanceof OpenedAlready) return
    needs.log.error({ err: error, plan: visit.plan, site, subject }, 'a planned visit could not be opened')
  }
}

async function sweepSite(needs: Workshop, placeOf: SitePlaces, dues: SiteDues, now: Millis): Promise<void> {
  for (const of of subjectsOf(dues))
    for (const visit of chooseVisits(of, dues.today)) {
      const about = of.subject === '' ? await placeOf(dues.site) : needs.equipment(of.subject)
      if (about) await openOne(needs, dues, of.subject, visit, { about, now })
    }
}

const newestChange = async ({ database: { db } }: Workshop): Promise<number> =>
  Number(
    (
      await db
        .selectFrom('plan_version')
        .select(eb => eb.fn.countAll().as('n'))
        .executeTakeFirst()
    )?.n ?? 0,
  )

/**
 * Opens the visits that are due within their plans' lead time; each once, whatever stops or runs beside it: the unique
 * indexes on visits decide.
 */
export function createPlanSweep(needs: Workshop): () => Promise<void> {
  const placeOf = createSitePlaces(needs)
  const looked = { at: Number.NEGATIVE_INFINITY, changes: -1 }
  return async () => {
    const now = needs.clock.now()
    const changes = await newestChange(needs)
    if (changes === looked.changes && Math.abs(now - looked.at) < LOOK_EVERY) return
    const sites = await stillDue(needs, now)
    for (const dues of sites) await sweepSite(needs, placeOf, dues, now)
    if (sites.length > 0) await freshenDues(needs)
    Object.assign(looked, { at: now, changes })
  }
}
