import type { Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Plan } from '#domain/plans.ts'
import { windowOf } from './checklist/visitView.ts'
import type { EquipmentDue } from './chooseVisits.ts'
import type { SiteDues } from './dues.ts'

/** The plan at a subject, as the list of what is due has it. */
export type DueLine = Selectable<Tables['plan_due']>

/** A plan at a subject is due when it is for the first of its equipment. */
function toLine(site: string, plan: Plan, { subject, kind }: { subject: string; kind: string }, some: EquipmentDue[]) {
  const [first] = some.toSorted((a, b) =>
    a.dueDay < b.dueDay || (a.dueDay === b.dueDay && a.equipment < b.equipment) ? -1 : 1,
  )
  if (!first) return []
  const { windowStart, windowEnd } = windowOf(plan, first.dueDay)
  return [
    {
      ...{ site, plan: plan.code, subject, class: kind, first: first.equipment, pieces: some.length },
      ...{ due_day: first.dueDay, window_start: windowStart, window_end: windowEnd },
    },
  ]
}

/** A line for each plan at each subject of a site; nothing of equipment out of service. */
export function dueLines({ site, plans, dues, out }: SiteDues, classOf: (equipment: string) => string): DueLine[] {
  const inService = dues.filter(due => !out.has(due.equipment))
  return [...Map.groupBy(inService, due => due.plan)].flatMap(([code, some]) => {
    const plan = plans.get(code)
    if (!plan) return []
    if (plan.per === 'site') return toLine(site, plan, { subject: '', kind: '' }, some)
    return some.flatMap(due => toLine(site, plan, { subject: due.equipment, kind: classOf(due.equipment) }, [due]))
  })
}
