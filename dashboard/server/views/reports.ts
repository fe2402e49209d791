import { Type } from 'typebox'
import { Moment } from './common.ts'

const QueryView = Type.Object({ from: Moment, to: Moment, site: Type.Optional(Type.String()) })
const Tickets = Type.Array(Type.String())
const Hours = Type.Optional(Type.Number({ description: 'hours' }))

export const CausesView = Type.Object(
  {
    query: QueryView,
    total: Type.Integer(),
    causes: Type.Array(
      Type.Object({
        cause: Type.String(),
        count: Type.Integer(),
        downtimeHours: Type.Number(),
        cumulative: Type.Number(),
        tickets: Tickets,
      }),
    ),
    byFault: Type.Array(Type.Object({ code: Type.String(), count: Type.Integer(), tickets: Tickets })),
  },
  { $id: 'CausesReport' },
)

export const ReliabilityView = Type.Object(
  {
    query: QueryView,
    failures: Type.Integer(),
    mttrHours: Hours,
    mtbfHours: Hours,
    split: Type.Object({ acknowledge: Hours, travel: Hours, waiting: Hours, repair: Hours }),
    byClass: Type.Array(
      Type.Object({
        class: Type.String(),
        failures: Type.Integer(),
        mttrHours: Hours,
        mtbfHours: Hours,
        tickets: Tickets,
      }),
    ),
  },
  { $id: 'ReliabilityReport' },
)
