import type { Database } from '#database/database.ts'
import type { Registry } from '#database/registry.ts'
import type { AlarmPolicy } from '#domain/alarmPolicy.ts'
import type { BacktestOverview, BacktestProgress, BacktestReport } from '#domain/backtest.ts'
import type { CalendarImport, CalendarYear } from '#domain/calendars.ts'
import type { Candidates } from '#domain/candidates.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import type {
  FittedPartRemoval,
  NewFittedPart,
  NewPart,
  NewPurchaseOrder,
  NewStore,
  NewTechnician,
  NewTicket,
  PartChange,
  PurchaseOrderChange,
  Receipt,
  Shelving,
  StockMove,
  StoreChange,
  TechnicianChange,
  TicketMove,
} from '#domain/commands.ts'
import type {
  ComplaintChange,
  ComplaintMove,
  ComplaintVerdict,
  NewComplaint,
  PublicComplaint,
} from '#domain/complaintForms.ts'
import type { Complaint, ComplaintProgress, ComplaintStatus } from '#domain/complaints.ts'
import type { ComplaintKind } from '#domain/customerPolicy.ts'
import type { SiteDispatch, SiteDispatchChange } from '#domain/dispatch.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import type { Fault, FaultEvent, FaultMark, PendingFault, Severity } from '#domain/faults.ts'
import type { FollowUp, FollowUpList, NewCallAttempt } from '#domain/followUps.ts'
import type { Incident, IncidentKind } from '#domain/incidents.ts'
import type { DeskReport, IntakePolicy, PublicReport } from '#domain/intake.ts'
import type { Log } from '#domain/log.ts'
import type { OutOfService } from '#domain/outOfService.ts'
import type { Page } from '#domain/page.ts'
import type {
  FittedPart,
  MovementKind,
  Part,
  PurchaseOrder,
  PurchaseStatus,
  ReorderSuggestion,
  Reservation,
  ReservationStatus,
  StockMovement,
  Store,
} from '#domain/parts.ts'
import type { Actor, Technician } from '#domain/people.ts'
import type { PolicyVersion } from '#domain/policyVersion.ts'
import type { Photo, PublicStatus, Report } from '#domain/reported.ts'
import type { ReportPolicy } from '#domain/reportPolicy.ts'
import type {
  AlarmsReport,
  BacklogReport,
  CausesReport,
  ReliabilityReport,
  RepairsReport,
  ReportQuery,
  SatisfactionReport,
  ServiceLevelReport,
  TechniciansReport,
} from '#domain/reports.ts'
import type { Duty, NewRosterEntry, RosterEntry, RosterWeek } from '#domain/roster.ts'
import type { EquipmentView, RuleHealth, RuleStats } from '#domain/ruleHealth.ts'
import type { RuleRecord, RuleRecordQuery } from '#domain/ruleRecord.ts'
import type { NewRule, RuleChange, RuleInForce, RuleRollBack, RuleVersion } from '#domain/rules.ts'
import type { ServicePolicy, ServicePolicyVersion } from '#domain/servicePolicy.ts'
import type { SurveyForm, SurveyInvitation } from '#domain/surveys.ts'
import type { Reading, Rejection } from '#domain/telemetry.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import type { TicketFilter } from '#domain/ticketFilter.ts'
import type { DelayNotice, NewSignature, PauseRequest, SurveyAnswer, Urge } from '#domain/ticketForms.ts'
import type { CallKind, ExplainedClock, MovedTicket, Ticket, TicketStatus } from '#domain/tickets.ts'
import type { Clock, Millis } from '#domain/time.ts'
import type { VerdictChange } from '#domain/verdicts.ts'
import type {
  DeliveryState,
  NewWebhook,
  Webhook,
  WebhookAttempt,
  WebhookChange,
  WebhookDelivery,
} from '#domain/webhooks.ts'
import type { MaintenanceWindow, NewWindow, WindowState } from '#domain/windows.ts'
import type { WorkerSign } from '#domain/workers.ts'
import type { LinkedWork, LinkMove, WorkLink } from '#domain/workLinks.ts'

interface ListQuery {
  cursor?: string
  limit?: number
}
/** `sites` are those the reader may see; empty means all. */
interface SiteQuery extends ListQuery {
  site?: string
  sites?: readonly string[]
}

export interface FaultVerbs {
  list(
    query: SiteQuery & {
      state?: 'active' | 'resolved' | 'all'
      equipment?: string
      code?: string
      severity?: Severity
      is?: FaultMark
      incident?: string
      suppressedBy?: string
      window?: string
      class?: string
      firedFrom?: Millis
      firedTo?: Millis
    },
  ): Promise<Page<Fault>>
  get(id: string): Promise<Fault | undefined>
  many(ids: readonly string[]): Promise<Fault[]>
  acknowledge(id: string, actor: Actor, comment?: string): Promise<Fault>
  shelve(id: string, actor: Actor, shelf: Shelving): Promise<Fault>
  reset(id: string, actor: Actor, note: string): Promise<Fault>
  unshelve(id: string, actor: Actor): Promise<Fault>
  history(id: string, actor: Actor): Promise<FaultEvent[]>
}

export interface IncidentVerbs {
  list(query: SiteQuery & { open?: boolean; kind?: IncidentKind }): Promise<Page<Incident>>
  get(id: string): Promise<Incident | undefined>
  many(ids: readonly string[]): Promise<Incident[]>
  acknowledge(id: string, actor: Actor, comment?: string): Promise<Incident>
}

export interface OutOfServiceVerbs {
  list(query: {
    site?: string
    sites?: readonly string[]
    equipment?: string
    ended?: boolean
  }): Promise<OutOfService[]>
  add(input: { equipment: string; code?: string; reason: string; until?: Millis }, actor: Actor): Promise<OutOfService>
  end(id: string, actor: Actor): Promise<OutOfService>
}

export interface WindowVerbs {
  list(query: SiteQuery & { state?: WindowState }): Promise<Page<MaintenanceWindow>>
  get(id: string): Promise<MaintenanceWindow | undefined>
  many(ids: readonly string[]): Promise<MaintenanceWindow[]>
  add(input: NewWindow, actor: Actor): Promise<MaintenanceWindow>
  extend(id: string, change: { endsAt: Millis; reason: string }, actor: Actor): Promise<MaintenanceWindow>
  end(id: string, actor: Actor, note?: string): Promise<MaintenanceWindow>
}

export interface PolicyVerbs<P> {
  get(): Promise<PolicyVersion<P>>
  history(): Promise<PolicyVersion<P>[]>
  change(policy: P, version: number, actor: Actor): Promise<PolicyVersion<P>>
}

interface TakenReport {
  id: string
  ticket: string
  token: string
  joined: boolean
  danger: boolean
}

interface PhotoOwner {
  id: string
  ticket: string
}

/** What the dashboard asks about reports and their photos. */
export interface IntakeVerbs {
  policy: PolicyVerbs<IntakePolicy>
  takePublic(input: PublicReport): Promise<TakenReport>
  takeAtDesk(input: DeskReport, actor: Actor): Promise<TakenReport>
  status(token: string): Promise<PublicStatus | undefined>
  reportOf(token: string): Promise<PhotoOwner | undefined>
  ofTicket(ticket: { id: string; status: TicketStatus }, actor: Actor): Promise<Report[]>
  photos(owner: string): Promise<Photo[]>
  addPhoto(owner: PhotoOwner, bytes: Buffer, by: string): Promise<Photo>
  photo(owner: string, number: number): Promise<Buffer | undefined>
}

export interface TicketVerbs {
  list(query: SiteQuery & TicketFilter & { status?: TicketStatus; text?: string }): Promise<Page<Ticket>>
  get(id: string): Promise<Ticket | undefined>
  many(ids: readonly string[]): Promise<Ticket[]>
  create(input: NewTicket, actor: Actor): Promise<Ticket>
  move(id: string, move: TicketMove, actor: Actor): Promise<MovedTicket>
  urge(id: string, urge: Urge, actor: Actor): Promise<Ticket>
  tellDelay(id: string, notice: DelayNotice, actor: Actor): Promise<Ticket>
  sign(id: string, signature: NewSignature, actor: Actor): Promise<Ticket>
  grantPause(id: string, request: PauseRequest, actor: Actor): Promise<Ticket>
  drawing(id: string, number: number): Promise<Buffer | undefined>
  judge(id: string, change: VerdictChange, actor: Actor): Promise<Ticket>
  clocks(id: string): Promise<ExplainedClock[]>
}

interface SurveyVerbs {
  form(token: string): Promise<SurveyForm>
  answer(token: string, answer: SurveyAnswer): Promise<void>
  invite(ticket: string, actor: Actor): Promise<SurveyInvitation>
}

interface FollowUpVerbs {
  list(query: ListQuery & { site?: string; due?: FollowUpList }, actor: Actor): Promise<Page<FollowUp>>
  attempt(ticket: string, kind: CallKind, attempt: NewCallAttempt, actor: Actor): Promise<FollowUp>
}

export interface ComplaintVerbs {
  list(
    query: SiteQuery & {
      open?: boolean
      status?: ComplaintStatus
      kind?: string
      ticket?: string
      technician?: string
    },
  ): Promise<Page<Complaint>>
  get(id: string): Promise<Complaint | undefined>
  add(input: NewComplaint, actor: Actor): Promise<Complaint & { token: string }>
  change(id: string, change: ComplaintChange, actor: Actor): Promise<Complaint>
  move(id: string, move: ComplaintMove, actor: Actor): Promise<Complaint>
}

interface PublicComplaintVerbs {
  kinds(): Pick<ComplaintKind, 'code' | 'name' | 'name_zh'>[]
  send(input: PublicComplaint): Promise<{ complaint: string; token: string }>
  progress(token: string): Promise<ComplaintProgress>
  judge(token: string, verdict: ComplaintVerdict): Promise<ComplaintProgress>
}

export interface PartVerbs {
  list(query: ListQuery & { search?: string; short?: boolean }): Promise<Page<Part>>
  get(partNo: string): Promise<Part | undefined>
  many(partNos: readonly string[]): Promise<Part[]>
  add(input: NewPart, actor: Actor): Promise<Part>
  change(partNo: string, change: PartChange, actor: Actor): Promise<Part>
  move(partNo: string, move: StockMove, actor: Actor): Promise<Part>
  movements(partNo: string, query: ListQuery & { store?: string; kind?: MovementKind }): Promise<Page<StockMovement>>
  alternates(partNo: string): Promise<string[]>
  setAlternates(partNo: string, alternates: readonly string[], actor: Actor): Promise<string[]>
  suggestions(): Promise<ReorderSuggestion[]>
  audit(): Promise<{ partNo: string; store: string; what: string; balance: number; source: number }[]>
}

interface StoreVerbs {
  list(): Promise<Store[]>
  add(input: NewStore, actor: Actor): Promise<Store>
  change(id: string, change: StoreChange, actor: Actor): Promise<Store>
}

interface Kit {
  class: string
  faultCode: string
  version: number
  parts: { partNo: string; quantity: number }[]
  at?: Millis
  by?: string
}

interface KitVerbs {
  get(equipmentClass: string, faultCode: string): Promise<Kit>
  history(equipmentClass: string, faultCode: string): Promise<Kit[]>
  change(kit: Omit<Kit, 'at' | 'by'>, actor: Actor): Promise<Kit>
}

interface FittedPartVerbs {
  list(query: { equipment?: string; partNo?: string }): Promise<FittedPart[]>
  fit(input: NewFittedPart, actor: Actor): Promise<FittedPart>
  remove(id: string, removal: FittedPartRemoval, actor: Actor): Promise<FittedPart>
}

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
  complaints: ComplaintVerbs
  publicComplaints: PublicComplaintVerbs
  intake: IntakeVerbs
  parts: PartVerbs
  stores: StoreVerbs
  kits: KitVerbs
  fittedParts: FittedPartVerbs
  reservations: {
    list(
      query: ListQuery & { ticket?: string; partNo?: string; status?: ReservationStatus },
    ): Promise<Page<Reservation>>
  }
  purchaseOrders: {
    list(query: ListQuery & { status?: PurchaseStatus; partNo?: string; ticket?: string }): Promise<Page<PurchaseOrder>>
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
    issue(ticket: string, options: { hours?: number }, actor: Actor): Promise<WorkLink>
    list(ticket: string): Promise<WorkLink[]>
    revoke(ticket: string, link: string, actor: Actor): Promise<void>
    work(token: string): Promise<LinkedWork>
    move(token: string, move: LinkMove): Promise<LinkedWork>
  }
  dispatch: {
    candidates(ticket: string): Promise<Candidates>
    pool(actor: Actor): Promise<Ticket[]>
    grab(ticket: string, actor: Actor): Promise<void>
    site(site: string): Promise<SiteDispatch>
    change(site: string, change: SiteDispatchChange, actor: Actor): Promise<SiteDispatch>
  }
  serviceLevels: {
    policies(): readonly ServicePolicyVersion[]
    addPolicy(
      input: { policy: ServicePolicy; inForceAt: Millis; note?: string },
      actor: Actor,
    ): Promise<ServicePolicyVersion>
    calendars(): Promise<{ years: CalendarYear[]; missing: number[] }>
    enterCalendar(table: CalendarImport, actor: Actor): Promise<{ year: CalendarYear; recalculated: number }>
  }
  ruleRecords: { records(query: RuleRecordQuery): Promise<Map<string, RuleRecord>> }
  analytics: {
    reliability(query: ReportQuery): Promise<ReliabilityReport>
    causes(query: ReportQuery): Promise<CausesReport>
    repairs(query: ReportQuery): Promise<RepairsReport>
    serviceLevels(query: ReportQuery): Promise<ServiceLevelReport>
    satisfaction(query: ReportQuery): Promise<SatisfactionReport>
    technicians(query: ReportQuery): Promise<TechniciansReport>
    alarms(query: ReportQuery): Promise<AlarmsReport>
    backlog(query: { site?: string }): Promise<BacklogReport>
  }
  reportPolicy: PolicyVerbs<ReportPolicy>
}

export interface RulesVerbs {
  pending(): PendingFault[]
  view(equipment: string): EquipmentView
  health(): RuleHealth[]
  stats(): RuleStats
}

/** Counts since the start; `store` tells how far the telemetry store is behind. */
interface IngestFigures {
  received: number
  accepted: number
  rejected: number
  duplicates: number
  store: { behindRecords: number; oldestMs: number; lastError?: string }
  spool: {
    records: number
    bytes: number
    usedBytes?: number
    limitBytes?: number
    freeBytes?: number
    held?: number
    oldestMs?: number
  }
  /** Numbered messages that went missing, of all gateways together. */
  sequences?: { gaps: number; missing: number }
  readers?: Record<string, { behindRecords: number; oldestMs: number }>
  /** How far the rollups are behind, where the store keeps them. */
  rollUp?: { lagMs: number; lastError?: string }
}

/** What happens at the embedded broker's door; counts since the start. */
interface DoorFigures {
  connections: number
  strangers: number
  refused: Readonly<Record<string, number>>
  cutOff: Readonly<Record<string, number>>
  held: number
  retained: { messages: number; bytes: number; refused: number }
  offline: { messages: number; bytes: number; dropped: number }
}

export interface IngestVerbs {
  rejected(query: { before?: number; limit: number }): Rejection[]
  onReadings(listener: (readings: readonly Reading[]) => void): () => void
  stats(): IngestFigures
  /** What is missing in a gateway's counting of its messages; undefined when it does not count them. */
  counting?(gateway: string): { gaps: number; missing: number } | undefined
  /** Those that store telemetry beside this service. */
  workers?: { storing(): boolean; list(): (Omit<WorkerSign, 'call'> & { seenAt: Millis })[] }
  /** What a person has to look after, oldest first. */
  alarms?(): { code: string; since: Millis; detail: string }[]
}

/** What the dashboard asks of the rules as data. */
export interface RuleBookVerbs {
  list(actor: Actor): RuleInForce[]
  get(code: string, actor: Actor): RuleInForce
  history(code: string, actor: Actor): Promise<RuleVersion[]>
  add(input: NewRule, actor: Actor): Promise<RuleInForce>
  change(code: string, change: RuleChange, actor: Actor): Promise<RuleInForce>
  rollBack(code: string, to: RuleRollBack, actor: Actor): Promise<RuleInForce>
  draft(input: NewRule): Promise<{ class: string; rule: FaultRule }>
  inForce(code: string, actor: Actor): { class: string; rule: FaultRule }
  allInForce(actor: Actor, kind?: string): { class: string; rule: FaultRule }[]
}

export interface WebhookVerbs {
  list(): Promise<Webhook[]>
  add(input: NewWebhook, actor: Actor): Promise<Webhook & { secret: string }>
  change(id: string, change: WebhookChange, actor: Actor): Promise<Webhook>
  remove(id: string, actor: Actor): Promise<void>
  test(id: string): Promise<WebhookAttempt>
  deliveries(query: ListQuery & { webhook?: string; state?: DeliveryState }): Promise<Page<WebhookDelivery>>
  revive(id: string, actor: Actor): Promise<number>
}

interface TriedRule {
  class: string
  rule: FaultRule
}

interface BacktestRange {
  from: Millis
  to: Millis
  includes(equipment: { id: string; site: string }): boolean
}

interface BacktestOptions {
  signal: AbortSignal
  onProgress?(progress: BacktestProgress): void
}

/** Run rules over stored telemetry: one, or several at once. */
export interface BacktestVerbs {
  backtest(query: TriedRule & BacktestRange, options: BacktestOptions): Promise<BacktestReport>
  backtestAll(tried: readonly TriedRule[], range: BacktestRange, options: BacktestOptions): Promise<BacktestOverview>
}

/** What the dashboard needs of the rest of the service. */
export interface DashboardNeeds extends BacktestVerbs {
  host: string
  /** 0 takes a free port. */
  port: number
  /** The built pages; served as they are. */
  webDir: string
  database: Database
  registry: Registry
  catalogue: Catalogue
  maintenance: MaintenanceVerbs
  webhooks: WebhookVerbs
  telemetry: Pick<TelemetryStore, 'range' | 'downsample' | 'kind'>
  rules: RulesVerbs
  ruleBook: RuleBookVerbs
  ingest: IngestVerbs
  broker: () => { clients: number; connected: boolean; door?: DoorFigures }
  clock: Clock
  log: Log
  /** Sets the password of the administrator `admin`. */
  adminPassword?: string | undefined
  /** Called with the password that the first start made for `admin`. */
  onAdminMade?(password: string): void
}
