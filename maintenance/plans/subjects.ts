import type { Subject } from './chooseVisits.ts'
import type { OpenVisit, SiteDues } from './dues.ts'

export interface SubjectDues extends Subject {
  /** The equipment that is visited by itself, or empty for the site as a whole. */
  subject: string
  open: readonly OpenVisit[]
}

/** What is due at a site, by who is visited: each piece of equipment for itself, and the site as a whole. */
export function subjectsOf({ plans, dues, open, out }: SiteDues): SubjectDues[] {
  const subjectOf = (plan: string, equipment: string) => (plans.get(plan)?.per === 'site' ? '' : equipment)
  const inService = dues.filter(due => !out.has(due.equipment))
  const openAt = Map.groupBy(open, visit => visit.subject)
  return [...Map.groupBy(inService, due => subjectOf(due.plan, due.equipment))].map(([subject, some]) => ({
    ...{ subject, plans, dues: some, open: openAt.get(subject) ?? [] },
  }))
}
