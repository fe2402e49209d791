import { addDays } from '../clocks/localDay.ts'
import { type ChosenVisit, chooseVisits, type EquipmentDue } from './chooseVisits.ts'
import { nextDueDay } from './dueDay.ts'
import { withIncluded } from './planVersions.ts'
import type { SubjectDues } from './subjects.ts'

/** From when until when visits are looked for, in days of the site, and from where its calendar plans count. */
interface Ahead {
  today: string
  untilDay: string
  gridDay(plan: string): string
}

type Done = Pick<ChosenVisit, 'plan' | 'dueDay'> & { equipment: ReadonlySet<string> }

const later = (a: string, b: string): string => (a > b ? a : b)

/** The dues once a visit was done on its day, or today when that has passed: its clock and the shorter plans' count from it. */
function afterVisit(
  { plans }: SubjectDues,
  dues: readonly EquipmentDue[],
  { plan, dueDay, equipment }: Done,
  { today, gridDay }: Ahead,
): EquipmentDue[] {
  const reset = new Map(withIncluded(plans, plan).map(each => [each.code, each]))
  return dues.map(due => {
    const of = reset.get(due.plan)
    if (!of || !equipment.has(due.equipment)) return due
    const done = of.interval.kind === 'calendar' ? dueDay : later(dueDay, today)
    const next = nextDueDay(of.interval, { fromDay: done, gridDay: gridDay(due.plan) }, today)
    return { ...due, dueDay: later(next, due.dueDay) }
  })
}

/** The day on which the next visit is opened. */
function nextOpening({ plans }: SubjectDues, dues: readonly EquipmentDue[]): string | undefined {
  let first: string | undefined
  for (const { plan, dueDay } of dues) {
    const opens = addDays(dueDay, -(plans.get(plan)?.leadDays ?? 0))
    if (first === undefined || opens < first) first = opens
  }
  return first
}

/**
 * The visits that will be opened at one subject, each with the day on which it is due, as if each were done on that day; what
 * is open already has its ticket and is not among them.
 */
export function visitsAhead(subject: SubjectDues, ahead: Ahead): ChosenVisit[] {
  const { today, untilDay } = ahead
  const ongoing = subject.open.toSorted((a, b) => (a.dueDay < b.dueDay ? -1 : 1))
  let dues = ongoing.reduce<readonly EquipmentDue[]>(
    (left, visit) => afterVisit(subject, left, visit, ahead),
    [...subject.dues],
  )
  const found: ChosenVisit[] = []
  for (;;) {
    const opens = nextOpening(subject, dues)
    if (opens === undefined || opens > untilDay) return found
    const day = later(opens, today)
    const next = chooseVisits({ plans: subject.plans, dues, open: [] }, day)
    if (next.length === 0) return found
    for (const visit of next) {
      if (visit.dueDay <= untilDay) found.push(visit)
      dues = afterVisit(subject, dues, { ...visit, equipment: new Set(visit.equipment) }, { ...ahead, today: day })
    }
  }
}
