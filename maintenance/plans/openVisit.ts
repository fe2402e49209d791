import { nextNumber } from '#database/changeLog.ts'
import type { Equipment } from '#domain/equipment.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Plan } from '#domain/plans.ts'
import type { Millis } from '#domain/time.ts'
import { addDays, momentOf } from '../clocks/localDay.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'
import { openTicket } from '../tickets/openTicket.ts'
import { checklistLines } from './checklist/checklistLines.ts'
import type { ChosenVisit } from './chooseVisits.ts'
import { outdateDues } from './keepDues.ts'
import { withIncluded } from './planVersions.ts'
import { visitParts } from './visitParts.ts'

/** The end of the due window: the last moment of the day so many days after the due day. */
const latestAt = (zone: string, dueDay: string, toleranceDays: number): Millis =>
  momentOf(zone, addDays(dueDay, toleranceDays + 1), '00:00')

/** What a visit is opened with. */
interface Opening {
  visit: ChosenVisit
  site: string
  /** The equipment, or empty for a visit to a whole site. */
  subject: string
  /** What the ticket is about: the equipment, or the place that stands for the site. */
  about: Equipment
  plans: ReadonlyMap<string, Plan>
}

/** Another sweep has opened this very visit; whatever this one wrote is undone. */
export class OpenedAlready extends Error {}

function ticketPlan(needs: Workshop, plan: Plan, { visit, about, plans }: Opening, openedAt: Millis) {
  const carried = visit.equipment.flatMap(id => needs.equipment(id) ?? [])
  return {
    equipment: about,
    ...{ origin: 'plan' as const, kind: 'preventive' as const, by: SYSTEM.username },
    ...{ severity: 'advisory' as const, lifeSafety: false, priority: 'P4' as const },
    ...{ openedAt, failedAt: openedAt, skill: plan.skill },
    title: `${plan.name_zh} · ${plan.name}`.slice(0, 200),
    parts: visitParts(withIncluded(plans, plan.code), carried),
    dueWindow: latestAt(needs.timezone(about.site), visit.dueDay, plan.toleranceDays),
    planned: { plan: plan.code, dueDay: visit.dueDay },
  }
}

/** Says which equipment a visit carries. */
export async function carry(trx: Trx, visit: string, equipment: readonly string[]): Promise<void> {
  const rows = equipment.map(each => ({ visit, equipment: each }))
  for (let at = 0; at < rows.length; at += 500)
    await trx
      .insertInto('plan_visit_equipment')
      .values(rows.slice(at, at + 500))
      .execute()
}

/**
 * Opens a visit with its ticket, whose parts are reserved as those of planned work.
 * @throws OpenedAlready when the unique indexes know it
 */
export async function openVisit(trx: Trx, needs: Workshop, opening: Opening, now: Millis): Promise<void> {
  const { visit, site, subject, about, plans } = opening
  const plan = plans.get(visit.plan)
  if (!plan) return
  await outdateDues(trx, [site])
  const covered = withIncluded(plans, plan.code)
  const carried = visit.equipment.flatMap(each => needs.equipment(each) ?? [])
  const ticket = ticketPlan(needs, plan, opening, now)
  const made = await openTicket(trx, needs, ticket)
  if (made === undefined) throw new OpenedAlready()
  const id = `v-${await nextNumber(trx, 'plan_visit')}`
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('plan_visit')
    .values({
      ...{ id, plan: plan.code, site, subject, ticket: made, opened_at: now, done_at: null, missed_at: null },
      versions: JSON.stringify(Object.fromEntries(covered.map(each => [each.code, each.version]))),
      due_day: visit.dueDay,
      latest_at: ticket.dueWindow,
      est_min: covered.reduce((sum, each) => sum + each.estMin, 0),
      items: checklistLines(covered, carried, about.id).length,
      told: null,
    })
    .onConflict(c => c.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) throw new OpenedAlready()
  await carry(trx, id, visit.equipment)
}
