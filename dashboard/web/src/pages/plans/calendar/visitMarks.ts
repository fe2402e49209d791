import type { VisitState } from '#domain/plannedVisits.ts'

/** How a state is marked where there is no room for its word; not by colour alone. */
export const VISIT_MARKS: Record<VisitState, string> = {
  planned: '○',
  due: '●',
  overdue: '!',
  done: '✓',
  givenUp: '×',
}
