import type { FindingQuery, PlanFinding } from '#domain/findings.ts'
import type { LastVisit, StatedVisit } from '#domain/lastVisits.ts'
import type { Page } from '#domain/page.ts'
import type { Actor } from '#domain/people.ts'
import type { DueDay, DueQuery, PlanDue } from '#domain/planDues.ts'
import type { PlannedVisit, VisitDay, VisitQuery } from '#domain/plannedVisits.ts'
import type { NewPlan, Plan, PlanChange } from '#domain/plans.ts'

export interface PlanVerbs {
  list(sites: readonly string[]): Promise<Plan[]>
  get(code: string, sites: readonly string[]): Promise<Plan>
  history(code: string, sites: readonly string[]): Promise<Plan[]>
  add(plan: NewPlan, actor: Actor): Promise<Plan>
  change(code: string, change: PlanChange, actor: Actor): Promise<Plan>
  stateLastVisit(code: string, visit: LastVisit, actor: Actor): Promise<StatedVisit>
  statedVisits(code: string, sites: readonly string[]): Promise<StatedVisit[]>
  findings(query: FindingQuery): Promise<Page<PlanFinding>>
  due(query: DueQuery): Promise<Page<PlanDue>>
  dueDays(query: DueQuery): Promise<DueDay[]>
  visits(query: VisitQuery): Promise<Page<PlannedVisit>>
  visitDays(query: VisitQuery): Promise<VisitDay[]>
}
