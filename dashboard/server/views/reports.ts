import { type TProperties, type TSchema, Type } from 'typebox'
import { SEVERITIES } from '#domain/faults.ts'
import { CLOCK_KINDS } from '#domain/ticketClocks.ts'
import { FIGURE_MARKS, FIGURE_TIMES } from '#domain/ticketFilter.ts'
import { TICKET_STATUSES } from '#domain/tickets.ts'
import { Id, Moment, Share, ShareView } from './common.ts'
import { SamplesView } from './samples.ts'

const Text = Type.String({ minLength: 1, maxLength: 200 })
const Status = Type.Enum([...TICKET_STATUSES])
const Clock = Type.Enum([...CLOCK_KINDS])
const Hours = Type.Number({ description: 'hours' })
const Cny = Type.Number({ description: 'CNY' })
const Score = Type.Integer({ minimum: 1, maximum: 5 })

/** The filters of a list of tickets by what reports count; `from` and `to` beside them. */
export const figureFilter = {
  when: Type.Optional(Type.Enum([...FIGURE_TIMES], { description: 'Which time `from` and `to` are about' })),
  class: Type.Optional(Text),
  model: Type.Optional(Text),
  faultCode: Type.Optional(Text),
  cause: Type.Optional(Text),
  is: Type.Optional(Type.Enum([...FIGURE_MARKS])),
  clock: Type.Optional(Clock),
  kept: Type.Optional(Type.Boolean({ description: 'With `clock`: whether the promise was kept' })),
  missedIn: Type.Optional(Status),
  score: Type.Optional(Score),
  plan: Type.Optional(Text),
  carries: Type.Optional({ ...Text, description: 'Visits of plans that carry equipment of this class' }),
  carriesModel: Type.Optional({ ...Text, description: 'Visits of plans that carry equipment of this model' }),
  demandOf: Type.Optional({ ...Text, description: 'Visits with a test on demand of this fault' }),
}

const Filter = Type.Object({
  ...figureFilter,
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  site: Type.Optional(Type.String()),
  equipment: Type.Optional(Type.String()),
  technician: Type.Optional(Type.String()),
  open: Type.Optional(Type.Boolean()),
})
const counted = <P extends TProperties>(more: P) =>
  Type.Object(
    { count: Type.Integer(), filter: Filter, ...more },
    { description: 'The query of /api/tickets lists them' },
  )
const Counted = counted({})
const query = Type.Object({
  from: Moment,
  to: Moment,
  site: Type.Optional(Id),
  class: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
})
const key = Type.String()
const by = <P extends TProperties>(row: P) => {
  const rows = Type.Array(Type.Object({ key, ...row }))
  return Type.Object({ site: rows, class: rows, model: rows })
}

const promise = { clock: Clock, kept: Counted, missed: Counted, compliance: Type.Optional(Share) }

const reliability = {
  equipment: Type.Integer(),
  failures: Counted,
  mtbfHours: Type.Optional(Hours),
  mtbfInterval: Type.Optional(Type.Object({ lowHours: Hours, highHours: Type.Optional(Hours) })),
  restored: Counted,
  mttrHours: Type.Optional(Hours),
  split: Type.Optional(
    Type.Object({
      detection: Hours,
      response: Hours,
      dispatch: Hours,
      travel: Hours,
      waiting: Hours,
      repair: Hours,
      acceptance: Hours,
    }),
  ),
  outages: Counted,
  downtimeHours: Hours,
  unknownHours: Type.Number({ description: 'hours in which nobody knows whether it was up: neither up nor down' }),
  availability: Type.Optional(Share),
  coverage: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'Share of the time that is known' })),
  samples: SamplesView,
  completeness: Type.Optional(Share),
}
const repairs = {
  fixed: Counted,
  firstTime: Counted,
  firstTimeRate: Type.Optional(Share),
  reopened: Counted,
  labourHours: Hours,
  labourCny: Cny,
  partsCny: Cny,
}
const repeats = { opened: Counted, repeat: Counted, repeatRate: Type.Optional(Share) }
const satisfaction = {
  asked: Counted,
  answered: Counted,
  satisfied: Counted,
  followedUp: Counted,
  responseRate: Type.Optional(Share),
  satisfiedShare: Type.Optional(Share),
  meanScore: Type.Optional(Type.Number()),
}
const interval = Type.Optional(ShareView)
const verdicts = { closed: Counted, confirmed: Counted, refuted: Counted, precision: interval }
const predictions = {
  ...verdicts,
  failures: Counted,
  predicted: Counted,
  recall: interval,
  medianLeadHours: Type.Optional(Hours),
}
const safety = {
  trappings: Counted,
  freed: Counted,
  meanRescueMinutes: Type.Optional(Type.Number({ description: 'minutes from the failure until it was safe' })),
  lifts: Type.Integer(),
  per100LiftMonths: Type.Optional(Type.Number({ description: 'trappings per 100 lifts a month' })),
  alarms: Counted,
  falseAlarms: Counted,
  falseRate: Type.Optional(Share),
}
const plans = {
  due: Counted,
  inTime: Counted,
  late: Counted,
  givenUp: Counted,
  overdue: Counted,
  compliance: Type.Optional(Share),
  lines: Type.Integer({ description: 'Of their checklists, those that apply' }),
  answered: Type.Integer(),
  itemCompletion: Type.Optional(Share),
}
const plansBy = Type.Array(Type.Object({ key, ...plans }))
const bars = Type.Array(counted({ key, downtimeHours: Hours, cumulative: Share }))
const faultsFilter = Type.Object({
  firedFrom: Moment,
  firedTo: Moment,
  state: Type.Literal('all'),
  site: Type.Optional(Type.String()),
  class: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  code: Type.Optional(Type.String()),
  equipment: Type.Optional(Type.String()),
  severity: Type.Optional(Type.Enum([...SEVERITIES])),
})
const faults = { count: Type.Integer(), filter: faultsFilter }
const alarms = {
  alarms: Type.Object(faults),
  perDay: Type.Number(),
  chattering: Type.Integer(),
  standing: Type.Integer(),
  acknowledged: Type.Object({ count: Type.Integer(), meanMinutes: Type.Optional(Type.Number()) }),
}

/** How far the figures of older tickets are written. */
export const FillProgressView = Type.Object(
  { written: Type.Integer(), of: Type.Integer() },
  { description: 'There while not every ticket is counted: so many of so many are' },
)
const incomplete = Type.Optional(FillProgressView)

/** What each report answers. */
export const REPORTS = {
  reliability: Type.Object(
    { query, incomplete, confidence: Share, ...reliability, by: by(reliability) },
    { $id: 'ReliabilityReport' },
  ),
  causes: Type.Object(
    { query, incomplete, failures: Counted, causes: bars, faults: bars, badActors: bars },
    { $id: 'CausesReport' },
  ),
  repairs: Type.Object(
    {
      query,
      incomplete,
      hourRateCny: Cny,
      repeatDays: Type.Integer(),
      firstFixDays: Type.Integer(),
      ...repairs,
      ...repeats,
      by: by({ ...repairs, ...repeats }),
      dearest: Type.Array(Type.Object({ key, ...repairs })),
    },
    { $id: 'RepairsReport' },
  ),
  sla: Type.Object(
    {
      query,
      incomplete,
      promises: Type.Array(
        Type.Object({
          ...promise,
          missedIn: Type.Array(counted({ status: Status })),
        }),
      ),
      by: by({
        kept: Type.Integer({ description: 'Promises, of which a ticket has several' }),
        missed: Type.Integer(),
        compliance: promise.compliance,
        promises: Type.Array(Type.Object(promise)),
      }),
    },
    { $id: 'ServiceLevelReport' },
  ),
  satisfaction: Type.Object(
    {
      query,
      incomplete,
      satisfiedFrom: Score,
      ...satisfaction,
      scores: Type.Array(counted({ score: Score })),
      by: by(satisfaction),
    },
    { $id: 'SatisfactionReport' },
  ),
  technicians: Type.Object(
    {
      query,
      incomplete,
      technicians: Type.Array(
        Type.Object({
          technician: Type.String(),
          open: Counted,
          fixed: Counted,
          firstTime: Counted,
          reopened: Counted,
          labourHours: Hours,
          meanRepairHours: Type.Optional(Hours),
          arrived: Counted,
          proven: Counted,
          answered: Counted,
          meanScore: Type.Optional(Type.Number()),
        }),
      ),
    },
    { $id: 'TechniciansReport' },
  ),
  predictions: Type.Object(
    {
      query,
      incomplete,
      leadHours: Hours,
      holdDays: Type.Integer(),
      ...predictions,
      by: by(predictions),
      faults: Type.Array(Type.Object({ key, ...verdicts })),
    },
    { $id: 'PredictionsReport' },
  ),
  safety: Type.Object(
    {
      query,
      incomplete,
      ...safety,
      detectors: Type.Array(
        Type.Object({
          key,
          falseAlarms: Counted,
          detectors: Type.Integer(),
          per100DetectorYears: Type.Optional(Type.Number({ description: 'false alarms per 100 detectors a year' })),
        }),
      ),
      by: by(safety),
    },
    { $id: 'SafetyReport' },
  ),
  plans: Type.Object(
    {
      query: Type.Object({
        from: Moment,
        to: Moment,
        site: Type.Optional(Id),
        class: Type.Optional(Type.String()),
        model: Type.Optional(Type.String()),
        plan: Type.Optional(Type.String()),
      }),
      incomplete,
      ...plans,
      by: Type.Object({ site: plansBy, class: plansBy, plan: plansBy }),
      demands: Type.Array(
        Type.Object({
          key: Type.String({ description: 'The fault that a failed demand is' }),
          class: Type.String(),
          tests: Type.Integer(),
          visits: Counted,
          failedTests: Type.Integer(),
          failures: Counted,
          failed: Type.Integer({ description: 'Failed demands: tests, and failures that no test found' }),
          probability: interval,
        }),
      ),
    },
    { $id: 'PlansReport' },
  ),
  alarms: Type.Object(
    {
      query,
      incomplete,
      ...alarms,
      perTenMinutes: Type.Object({ mean: Type.Number(), peak: Type.Integer() }),
      floodShare: Share,
      floods: Type.Integer(),
      bySeverity: Type.Array(Type.Object({ ...faults, severity: Type.Enum([...SEVERITIES]), share: Share })),
      badActors: Type.Array(Type.Object({ ...faults, equipment: Type.String(), code: Type.String() })),
      by: by(alarms),
    },
    { $id: 'AlarmsReport' },
  ),
} satisfies Record<string, TSchema>

export const BacklogView = Type.Object(
  {
    at: Moment,
    incomplete,
    open: Counted,
    overdue: Counted,
    ages: Type.Array(counted({ fromDays: Type.Integer(), toDays: Type.Optional(Type.Integer()) })),
    hours: Hours,
    technicians: Type.Integer(),
    weeks: Type.Optional(Type.Number({ description: 'Of the whole crew (EN 15341)' })),
    bySite: Type.Array(counted({ key })),
  },
  { $id: 'BacklogReport' },
)
