import { type TSchema, Type } from 'typebox'
import { AlarmsReportView } from './alarmsReport.ts'
import { Moment, Share } from './common.ts'
import { Clock, Counted, counted, Score, Status } from './counted.ts'
import { PlansReportView } from './plansReport.ts'
import { by, Hours, incomplete, interval, key, query } from './reportParts.ts'
import { SamplesView } from './samples.ts'

const Cny = Type.Number({ description: 'CNY' })
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
const bars = Type.Array(counted({ key, downtimeHours: Hours, cumulative: Share }))
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
  plans: PlansReportView,
  alarms: AlarmsReportView,
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
