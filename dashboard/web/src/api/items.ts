import type { AlarmsReport } from '#domain/alarmsReport.ts'
import type { BacktestReport } from '#domain/backtest.ts'
import type { CodeRow, Skill } from '#domain/catalogue.ts'
import type { Visit } from '#domain/checklists.ts'
import type { Complaint } from '#domain/complaints.ts'
import type { DaySamples } from '#domain/completeness.ts'
import type { DispatchReference } from '#domain/dispatch.ts'
import type { Equipment, EquipmentState, Gateway } from '#domain/equipment.ts'
import type { EquipmentClass } from '#domain/equipmentClass.ts'
import type { Fault, FaultEvent, PendingFault } from '#domain/faults.ts'
import type { FollowUp } from '#domain/followUps.ts'
import type { Forecast } from '#domain/forecast.ts'
import type { Health } from '#domain/health.ts'
import type { Incident } from '#domain/incidents.ts'
import type { OpinionReport } from '#domain/opinions.ts'
import type { FittedPart, Kit, Part, PurchaseOrder, Reservation, StockMovement, StockTransfer } from '#domain/parts.ts'
import type { Technician } from '#domain/people.ts'
import type { PeriodReportHead } from '#domain/periodReport.ts'
import type { Plan } from '#domain/plans.ts'
import type { PlansReport } from '#domain/plansReport.ts'
import type { PredictionsReport } from '#domain/predictionsReport.ts'
import type { Photo, Report, Trouble } from '#domain/reported.ts'
import type {
  BacklogReport,
  CausesReport,
  ReliabilityReport,
  RepairsReport,
  SatisfactionReport,
  ServiceLevelReport,
  TechniciansReport,
  Told,
} from '#domain/reports.ts'
import type { RuleHealth } from '#domain/ruleHealth.ts'
import type { RuleRecord } from '#domain/ruleRecord.ts'
import type { RuleInForce, RuleVersion } from '#domain/rules.ts'
import type { SafetyReport } from '#domain/safetyReport.ts'
import type { ServicePolicyVersion } from '#domain/servicePolicy.ts'
import type { ReorderSuggestion, StockProjection } from '#domain/stockProjection.ts'
import type { AskedCustomer } from '#domain/surveys.ts'
import type { MetricValue, Rejection } from '#domain/telemetry.ts'
import type { ExplainedClock } from '#domain/ticketClocks.ts'
import type { Ticket } from '#domain/tickets.ts'
import type { MaintenanceWindow } from '#domain/windows.ts'
import type { Wire } from '#domain/wire.ts'

/** The nouns as this page receives them. */
export type FaultItem = Wire<Fault>
export type FaultEventItem = Wire<FaultEvent>
export type IncidentItem = Wire<Incident>
export type WindowItem = Wire<MaintenanceWindow>
export type TicketItem = Wire<Ticket>
/** A ticket as it is read by itself. */
export type TicketDetail = TicketItem & { visit?: Wire<Visit> }
export type ExplainedClockItem = Wire<ExplainedClock>
export type FollowUpItem = Wire<FollowUp>
export type AskedItem = Wire<AskedCustomer>
export type ComplaintItem = Wire<Complaint>
export type OpinionItem = Wire<OpinionReport>
export type PolicyItem = Wire<ServicePolicyVersion>
export type ReportItem = Wire<Report>
export type PhotoItem = Wire<Photo>
export type PartItem = Wire<Part>
export type OrderItem = Wire<PurchaseOrder>
export type MovementItem = Wire<StockMovement>
export type TransferItem = Wire<StockTransfer>
export type ReservationItem = Wire<Reservation>
export type FittedItem = Wire<FittedPart>
export type KitItem = Wire<Kit>
export type PlanItem = Wire<Plan>
export type SuggestionItem = Wire<ReorderSuggestion>
export type ProjectionItem = Wire<StockProjection>
export type RejectionItem = Wire<Rejection>
export interface GatewayItem extends Wire<Gateway> {
  /** Times that numbered messages went missing, and how many messages those were. */
  gaps?: number
  missing?: number
}
export type RuleVersionItem = Wire<RuleVersion>
export type BacktestItem = Wire<BacktestReport>
export interface RuleItem extends Wire<RuleInForce>, Wire<RuleRecord> {
  health?: Wire<RuleHealth>
}
export type CausesItem = Wire<Told<CausesReport>>
export type DaySamplesItem = Wire<DaySamples>
export type PeriodReportItem = Wire<PeriodReportHead>
export type ReliabilityItem = Wire<Told<ReliabilityReport>>
export type RepairsItem = Wire<Told<RepairsReport>>
export type ServiceLevelItem = Wire<Told<ServiceLevelReport>>
export type SatisfactionItem = Wire<Told<SatisfactionReport>>
export type TechniciansItem = Wire<Told<TechniciansReport>>
export type PredictionsItem = Wire<Told<PredictionsReport>>
export type PlansReportItem = Wire<Told<PlansReport>>
export type SafetyItem = Wire<Told<SafetyReport>>
export type AlarmsItem = Wire<Told<AlarmsReport>>
export type BacklogItem = Wire<Told<BacklogReport>>

export type ForecastItem = Wire<Forecast>

export interface EquipmentItem extends Wire<Equipment> {
  state: EquipmentState
  lastSeen?: string
  dataAgeMs?: number
  unknownBecause?: { gateway: string }
  health: Health
}

export interface EquipmentDetail extends EquipmentItem {
  pending: Omit<Wire<PendingFault>, 'equipment'>[]
  values: Record<string, { value: MetricValue; ts: string }>
}

/** An item of the channel `system`: `{ id: 'technician:zhang', kind: 'technician', technician: {…} }`. */
export interface SystemEntry {
  id: string
  kind: 'site' | 'gateway' | 'technician'
  technician?: Technician
}

export interface CatalogueItem {
  classes: EquipmentClass[]
  closeCodes: Record<string, CodeRow[]>
  skills: Skill[]
  dispatch: DispatchReference
  troubles: Trouble[]
}

export interface SessionUser {
  username: string
  role: 'admin' | 'dispatcher' | 'technician' | 'viewer'
  sites: string[]
}
/** An API token of one's own; whole only in the answer that made it. */
export interface TokenItem {
  id: string
  name: string
  createdAt: string
  lastUsedAt?: string
}
export type MadeTokenItem = TokenItem & { token: string }

/** Somebody who may log in. */
export interface AccountItem extends SessionUser {
  createdAt: string
}
