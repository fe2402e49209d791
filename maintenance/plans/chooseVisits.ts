import type { Plan } from '#domain/plans.ts'
import { addDays } from '../clocks/localDay.ts'
import { addIntervals } from './dueDay.ts'
import { withIncluded } from './planVersions.ts'

/** When a plan is due for one piece of equipment. */
export interface EquipmentDue {
  equipment: string
  plan: string
  dueDay: string
}

/** What the choice is made among: everything that is due some day at one subject, a piece of equipment or a whole site. */
export interface Subject {
  /** Every plan in force, by code. */
  plans: ReadonlyMap<string, Plan>
  dues: readonly EquipmentDue[]
  /** The visits that are open there. */
  open: readonly { plan: string; dueDay: string }[]
}

/** A visit to be opened. */
export interface ChosenVisit {
  plan: string
  dueDay: string
  equipment: string[]
}

interface PlanDue {
  plan: Plan
  dueDay: string
}

const includedIn = (plans: Subject['plans'], long: string): Set<string> =>
  new Set(
    withIncluded(plans, long)
      .slice(1)
      .map(plan => plan.code),
  )

/** The earliest due day of each plan, the soonest first. */
function planDues({ plans, dues }: Subject): PlanDue[] {
  return [...Map.groupBy(dues, due => due.plan)]
    .flatMap(([code, some]) => {
      const plan = plans.get(code)
      const dueDay = some.map(due => due.dueDay).sort()[0]
      return plan && dueDay !== undefined ? [{ plan, dueDay }] : []
    })
    .sort((a, b) => (a.dueDay < b.dueDay || (a.dueDay === b.dueDay && a.plan.code < b.plan.code) ? -1 : 1))
}

/** Whether a visit of the longer plan that is due soon may take the place of the shorter one's: the next would be too late. */
const cannotWait = (short: PlanDue, long: PlanDue): boolean =>
  long.dueDay < addIntervals(short.dueDay, short.plan.interval)

/** The longest plan that has to be done with this one, or this one. */
function upgraded({ plans, open }: Subject, due: PlanDue, all: readonly PlanDue[]): Plan {
  const longer = all.filter(
    each =>
      includedIn(plans, each.plan.code).has(due.plan.code) &&
      cannotWait(due, each) &&
      !open.some(visit => visit.plan === each.plan.code),
  )
  const size = (plan: Plan) => withIncluded(plans, plan.code).length
  return longer.map(each => each.plan).reduce((best, plan) => (size(plan) > size(best) ? plan : best), due.plan)
}

/** The day of the last shorter visit before a longer one would be due: it is done on that day. */
function pulledForward({ plans }: Subject, due: PlanDue, all: readonly PlanDue[]): string {
  const shorter = all.filter(
    each => includedIn(plans, due.plan.code).has(each.plan.code) && each.dueDay <= due.dueDay && cannotWait(each, due),
  )
  return shorter[0]?.dueDay ?? due.dueDay
}

/** An open visit will have reset the clock by then. */
const isCovered = ({ plans, open }: Subject, { plan, dueDay }: PlanDue): boolean =>
  open.some(
    visit => visit.plan === plan.code || (visit.dueDay <= dueDay && includedIn(plans, visit.plan).has(plan.code)),
  )

/**
 * Which visits are to be opened today at one subject. A longer visit includes the shorter ones and resets their clocks: it
 * takes the place of the last shorter one before its own due day (TSG T5002-2017, Annex A), and while it is open nothing
 * that it covers in time is opened beside it.
 */
export function chooseVisits(subject: Subject, today: string): ChosenVisit[] {
  const all = planDues(subject)
  const chosen = new Map<string, ChosenVisit>()
  for (const due of all) {
    if (isCovered(subject, due) || today < addDays(due.dueDay, -due.plan.leadDays)) continue
    const plan = upgraded(subject, due, all)
    const dueDay = plan === due.plan ? pulledForward(subject, due, all) : due.dueDay
    const known = [...chosen.values()].some(
      visit => visit.dueDay <= due.dueDay && withIncluded(subject.plans, visit.plan).includes(due.plan),
    )
    if (known || chosen.has(plan.code)) continue
    const carried = new Set(withIncluded(subject.plans, plan.code).map(each => each.code))
    const equipment = subject.dues.filter(each => carried.has(each.plan)).map(each => each.equipment)
    chosen.set(plan.code, { plan: plan.code, dueDay, equipment: [...new Set(equipment)].sort() })
  }
  return [...chosen.values()]
}
