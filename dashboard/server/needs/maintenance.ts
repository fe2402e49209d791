import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import type { CalendarImport, CalendarYear } from '#domain/calendars.ts'
import type { Candidates } from '#domain/candidates.ts'
import type { ChecklistAnswers } from '#domain/checklists.ts'
import type { DaySamples } from '#domain/completeness.ts'
import type { Crew, CrewAnswer } from '#domain/crew.ts'
import type { SiteDispatch, SiteDispatchChange } from '#domain/dispatch.ts'
import type { FeedbackPolicy } from '#domain/feedbackPolicy.ts'
import type { Opinions } from '#domain/opinions.ts'
import type { Page, PageQuery, SiteQuery } from '#domain/page.ts'
import type { PurchaseOrder, PurchaseStatus, Reservation, ReservationStatus } from '#domain/parts.ts'
import type { Actor, Technician } from '#domain/people.ts'
import type { PeriodReport, PeriodReportHead } from '#domain/periodReport.ts'
import type { PeriodKind } from '#domain/periods.ts'
import type { NewPurchaseOrder, PurchaseOrderChange, Receipt } from '#domain/purchaseForms.ts'
import type { PhotoOwner } from '#domain/reported.ts'
import type { ReportPolicy } from '#domain/reportPolicy.ts'
import type { FillProgress, Reports } from '#domain/reports.ts'
import type { Duty, NewRosterEntry, RosterEntry, RosterWeek } from '#domain/roster.ts'
import type { RuleRecord, RuleRecordQuery } from '#domain/ruleRecord.ts'
import type { NewServicePolicy, ServicePolicyVersion } from '#domain/servicePolicy.ts'
import type { NewTechnician, TechnicianChange } from '#domain/technicianForms.ts'
import type { Ticket } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import type { LinkedWork, LinkMove, WorkLink } from '#domain/workLinks.ts'
import type { FaultVerbs, IncidentVerbs, OutOfServiceVerbs, WindowVerbs } from './alarms.ts'
import type { ComplaintVerbs, FollowUpVerbs, PublicComplaintVerbs, SurveyVerbs } from './customers.ts'
import type { IntakeVerbs } from './intake.ts'
import type { LabelVerbs } from './labels.ts'
import type { FittedPartVerbs, KitVerbs, PartVerbs, StoreVerbs, TransferVerbs } from './parts.ts'
import type { PlanVerbs } from './plans.ts'
import type { PolicyVerbs } from './policies.ts'
import type { TicketVerbs } from './tickets.ts'

/** What the dashboard asks of the maintenance stage. */
export interface MaintenanceVerbs {
  openFaults(): Promise<readonly { id: string; equipment: string; code: string; firedAt: Millis }[]>
  faults: FaultVerbs
  incidents: IncidentVerbs
  outOfService: OutOfServiceVerbs
  windows: WindowVerbs
  alarmPolicy: PolicyVerbs<AlarmPolicy>
  tickets: TicketVerbs
  surveys: SurveyVerbs
  followUps: FollowUpVerbs
  feedbackPolicy: PolicyVerbs<FeedbackPolicy>
  opinions: Opinions
  complaints: ComplaintVerbs
  publicComplaints: PublicComplaintVerbs
  intake: IntakeVerbs
  labels: LabelVerbs
  parts: PartVerbs
  stores: StoreVerbs
  transfers: TransferVerbs
  kits: KitVerbs
  plans: PlanVerbs
  fittedParts: FittedPartVerbs
  reservations: {
    list(
      query: PageQuery & { ticket?: string; partNo?: string; status?: ReservationStatus; sites?: readonly string[] },
    ): Promise<Page<Reservation>>
  }
  purchaseOrders: {
    list(
      query: PageQuery & { status?: PurchaseStatus; open?: boolean; partNo?: string; ticket?: string },
    ): Promise<Page<PurchaseOrder>>
    add(input: NewPurchaseOrder, actor: Actor): Promise<PurchaseOrder>
    change(id: string, change: PurchaseOrderChange, actor: Actor): Promise<PurchaseOrder>
    receive(id: string, receipt: Receipt, actor: Actor): Promise<PurchaseOrder>
  }
  technicians: {
    list(query: { site?: string; skill?: string }): Promise<Technician[]>
    get(id: string): Promise<Technician | undefined>
    add(input: NewTechnician, actor: Actor): Promise<Technician>
    change(id: string, change: TechnicianChange, actor: Actor): Promise<Technician>
  }
  roster: {
    week(query: { site: string; from?: string; days?: number }): Promise<RosterWeek>
    onDuty(query: { site: string; at?: Millis; skill?: string }): Promise<Duty[]>
    enter(entries: readonly NewRosterEntry[], actor: Actor): Promise<RosterEntry[]>
    remove(id: string, actor: Actor): Promise<void>
  }
  workLinks: {
    issue(ticket: string, options: { hours?: number; technician?: string }, actor: Actor): Promise<WorkLink>
    list(ticket: string): Promise<WorkLink[]>
    revoke(ticket: string, link: string, actor: Actor): Promise<void>
    work(token: string): Promise<LinkedWork>
    move(token: string, move: LinkMove): Promise<LinkedWork>
    answer(token: string, answers: ChecklistAnswers): Promise<LinkedWork>
    photosOf(token: string): Promise<PhotoOwner & { by: string }>
  }
  dispatch: {
    candidates(ticket: string): Promise<Candidates>
    crew(ticket: string): Promise<Crew>
    answer(ticket: string, answer: CrewAnswer, actor: Actor): Promise<void>
    pool(actor: Actor): Promise<Ticket[]>
    grab(ticket: string, actor: Actor): Promise<void>
    site(site: string): Promise<SiteDispatch>
    change(site: string, change: SiteDispatchChange, actor: Actor): Promise<SiteDispatch>
  }
  serviceLevels: {
    policies(): readonly ServicePolicyVersion[]
    addPolicy(input: NewServicePolicy, actor: Actor): Promise<ServicePolicyVersion>
    calendars(): Promise<{ years: CalendarYear[]; missing: number[] }>
    enterCalendar(table: CalendarImport, actor: Actor): Promise<{ year: CalendarYear; recalculated: number }>
  }
  ruleRecords: { records(query: RuleRecordQuery): Promise<Map<string, RuleRecord>> }
  analytics: Reports
  figuresProgress(): FillProgress | undefined
  reportPolicy: PolicyVerbs<ReportPolicy>
  periodReports: {
    list(query: SiteQuery & { period?: PeriodKind }): Promise<Page<PeriodReportHead>>
    get(id: string): Promise<PeriodReport | undefined>
  }
  completeness: { samplesOf(equipment: string): Promise<DaySamples[]> }
}
