import { Type } from 'typebox'
import { PERIOD_KINDS } from '#domain/periods.ts'
import { Id, Moment } from './common.ts'
import { REPORTS } from './reports.ts'

export const Kind = Type.Enum([...PERIOD_KINDS])
const head = {
  period: Kind,
  of: Type.String({ description: '`2026-10`, `2026-Q4` or `2026`' }),
  site: Type.Optional(Type.String({ description: 'Absent where it is of all sites' })),
  from: Moment,
  to: Moment,
  madeAt: Moment,
}

export const PeriodReportHeadView = Type.Object({ id: Type.String(), ...head }, { $id: 'PeriodReportHead' })

const figures = Type.Object({
  from: Moment,
  to: Moment,
  reliability: REPORTS.reliability,
  causes: REPORTS.causes,
  repairs: REPORTS.repairs,
  serviceLevels: REPORTS.sla,
  satisfaction: REPORTS.satisfaction,
  safety: REPORTS.safety,
  plans: REPORTS.plans,
  predictions: REPORTS.predictions,
  complaints: Type.Object({
    registered: Type.Integer(),
    closed: Type.Integer(),
    founded: Type.Integer(),
    foundedClosed: Type.Integer(),
    answeredLate: Type.Integer(),
  }),
  parts: Type.Array(
    Type.Object({
      partNo: Type.String(),
      name: Type.String(),
      name_zh: Type.String(),
      quantity: Type.Number(),
      costCny: Type.Optional(Type.Number()),
    }),
  ),
  requests: Type.Object({
    training: Type.Integer(),
    trainingClosed: Type.Integer(),
    questions: Type.Integer(),
    questionsClosed: Type.Integer(),
  }),
  openAtEnd: Type.Integer(),
})
const names = Type.Record(Type.String(), Type.String())

export const PeriodReportView = Type.Object(
  {
    ...head,
    zone: Type.String({ description: 'IANA name of the zone by whose clocks the period lasts' }),
    figures,
    before: figures,
    certificates: Type.Array(
      Type.Object({
        technician: Id,
        name: Type.String(),
        kind: Type.String(),
        number: Type.String(),
        validUntil: Type.String(),
        within: Type.Integer({ description: 'days; 0 when it is over' }),
      }),
    ),
    hazards: Type.Object({
      open: Type.Integer(),
      oldest: Type.Array(
        Type.Object({
          at: Moment,
          site: Type.String(),
          equipment: Type.String(),
          name: Type.String(),
          name_zh: Type.String(),
          ticket: Type.Optional(Type.String()),
        }),
      ),
    }),
    names: Type.Object({ sites: names, equipment: names }),
  },
  { $id: 'PeriodReport' },
)
