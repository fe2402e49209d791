import type { DaySamples } from '#domain/completeness.ts'
import type { FaultTransition } from '#domain/faults.ts'
import type { FeedbackPolicy } from '#domain/feedbackPolicy.ts'
import type { Opinions } from '#domain/opinions.ts'
import type { FillProgress, Reports } from '#domain/reports.ts'
import type { Millis } from '#domain/time.ts'
import { createAnalytics } from './analytics/analytics.ts'
import { startFilling } from './analytics/figures/fillFigures.ts'
import { createReportPolicies, type ReportPolicies } from './analytics/reportPolicy.ts'
import { createServiceLevels, type ServiceLevelVerbs } from './clocks/serviceLevelVerbs.ts'
import { startSweeper } from './clocks/sweeper.ts'
import { type Complaints, createComplaints } from './complaints/complaints.ts'
import { createPublicComplaints, type PublicComplaints } from './complaints/publicComplaints.ts'
import { startCounting } from './completeness/dailyCount.ts'
import { samplesOf } from './completeness/samplesOf.ts'
import { createFeedbackPolicies } from './customers/feedbackPolicy.ts'
import { createFollowUps, type FollowUps } from './customers/followUps.ts'
import { createSurveys, type Surveys } from './customers/surveys.ts'
import { createDispatch, type Dispatch } from './dispatch/dispatch.ts'
import { createWorkLinks, type WorkLinks } from './dispatch/links/workLinks.ts'
import { createFaults, type Faults } from './faults/faults.ts'
import { isFiring } from './faults/faultView.ts'
import { createOutOfServices, type OutOfServices } from './faults/outOfService.ts'
import { type AlarmPolicies, createAlarmPolicies } from './faults/policy.ts'
import { recordTransition } from './faults/recordTransition.ts'
import { createIncidents, type Incidents } from './incidents/incidents.ts'
import { createIntake, type Intake } from './intake/intake.ts'
import { createLabels, type Labels } from './labels/labels.ts'
import type { MaintenanceNeeds, Workshop } from './needs.ts'
import { openWorkshop } from './openWorkshop.ts'
import { createOpinions } from './opinions/opinions.ts'
import { enterCatalogueParts } from './parts/changeParts.ts'
import { createFittedParts, type FittedParts } from './parts/fittedParts.ts'
import { createKits, type Kits } from './parts/kits.ts'
import { createParts, type Parts } from './parts/parts.ts'
import { createPurchaseOrders, type PurchaseOrders } from './parts/purchaseOrders.ts'
import { createReservations, type Reservations } from './parts/reservationList.ts'
import { createStores, type Stores } from './parts/stores.ts'
import { createTransfers, type Transfers } from './parts/transfers.ts'
import { createTechnicians, type Technicians } from './people/technicians.ts'
import { createPlans, type Plans } from './plans/plans.ts'
import { createRuleRecords, type RuleRecords } from './precision/ruleRecords.ts'
import { createRoster, type Roster } from './roster/roster.ts'
import { type Summaries, startSummaries } from './summaries/summaries.ts'
import { createTickets, type Tickets } from './tickets/tickets.ts'
import type { VersionedPolicy } from './versionedPolicy.ts'
import { createWindows, type Windows } from './windows/windows.ts'

export { createAnnouncer } from './notifiers/announcer.ts'
export { createPost } from './notifiers/post.ts'
export { createWebhooks, type Webhooks, type WebhooksNeeds } from './notifiers/webhooks.ts'
export { makePeriodReport } from './summaries/makePeriodReport.ts'

/** Faults in, repaired equipment out. */
export interface Maintenance {
  /** Makes transitions durable, in order; telling them again changes nothing. */
  handle(transitions: readonly FaultTransition[]): Promise<void>
  /** What the rules have to watch further after a start. */
  openFaults(): Promise<{ id: string; equipment: string; code: string; firedAt: Millis }[]>
  faults: Faults
  incidents: Incidents
  outOfService: OutOfServices
  windows: Windows
  alarmPolicy: AlarmPolicies
  tickets: Tickets
  surveys: Surveys
  followUps: FollowUps
  feedbackPolicy: VersionedPolicy<FeedbackPolicy>
  opinions: Opinions
  complaints: Complaints
  publicComplaints: PublicComplaints
  intake: Intake
  labels: Labels
  parts: Parts
  stores: Stores
  transfers: Transfers
  kits: Kits
  plans: Plans
  fittedParts: FittedParts
  reservations: Reservations
  purchaseOrders: PurchaseOrders
  technicians: Technicians
  dispatch: Dispatch
  roster: Roster
  workLinks: WorkLinks
  serviceLevels: ServiceLevelVerbs
  ruleRecords: RuleRecords
  analytics: Reports
  /** Writes what reports count of tickets that were entered past the stage. */
  fillFigures(): Promise<void>
  /** How far the figures of older tickets are; undefined when reports count every ticket. */
  figuresProgress(): FillProgress | undefined
  reportPolicy: ReportPolicies
  periodReports: Omit<Summaries, 'stop'>
  completeness: {
    /** The days of a piece of equipment that are counted, newest first. */
    samplesOf(equipment: string): Promise<DaySamples[]>
    /** Counts at once the days that are due; a running stage does so by itself. @throws CodedError STORE_UNAVAILABLE */
    count(): Promise<void>
  }
  /** Does at once what has become due; a running stage does so by itself. */
  sweep(): Promise<void>
  stop(): Promise<void>
}

async function openFaults({ database: { db } }: Workshop) {
  const rows = await db
    .selectFrom('fault')
    .select(['id', 'equipment', 'code', 'fired_at'])
    .where(isFiring)
    .orderBy('fired_at')
    .orderBy('id')
    .execute()
  return rows.map(({ fired_at: firedAt, ...fault }) => ({ ...fault, firedAt }))
}

/** Starts the stage: enters the catalogue's parts and marks at once what became overdue while it was away. */
export async function createMaintenance(given: MaintenanceNeeds): Promise<Maintenance> {
  const needs = await openWorkshop(given)
  await enterCatalogueParts(needs)
  const filling = await startFilling(needs)
  const sweeper = await startSweeper(needs)
  const counting = startCounting(needs)
  const analytics = createAnalytics(needs, filling.progress)
  const periodReports = startSummaries(needs, analytics)
  const faults = createFaults(needs)
  return {
    handle: async transitions => {
      for (const transition of transitions) await recordTransition(needs, transition)
    },
    openFaults: () => openFaults(needs),
    faults,
    incidents: createIncidents(needs, faults),
    outOfService: createOutOfServices(needs),
    windows: createWindows(needs),
    alarmPolicy: createAlarmPolicies(needs),
    tickets: createTickets(needs),
    surveys: createSurveys(needs),
    followUps: createFollowUps(needs),
    feedbackPolicy: createFeedbackPolicies(needs),
    opinions: createOpinions(needs),
    complaints: createComplaints(needs),
    publicComplaints: createPublicComplaints(needs),
    intake: createIntake(needs),
    labels: createLabels(needs),
    parts: createParts(needs),
    stores: createStores(needs),
    transfers: createTransfers(needs),
    kits: createKits(needs),
    plans: createPlans(needs),
    fittedParts: createFittedParts(needs),
    reservations: createReservations(needs),
    purchaseOrders: createPurchaseOrders(needs),
    technicians: createTechnicians(needs),
    dispatch: createDispatch(needs),
    roster: createRoster(needs),
    workLinks: createWorkLinks(needs),
    serviceLevels: createServiceLevels(needs),
    ruleRecords: createRuleRecords(needs),
    fillFigures: filling.fill,
    figuresProgress: filling.progress,
    analytics,
    periodReports,
    reportPolicy: createReportPolicies(needs),
    completeness: { samplesOf: equipment => samplesOf(needs, equipment), count: counting.now },
    sweep: sweeper.sweep,
    stop: async () => {
      await Promise.all([counting.stop(), filling.stop(), periodReports.stop()])
      await sweeper.stop()
    },
  }
}
