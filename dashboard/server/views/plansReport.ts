import { Type } from 'typebox'
import { Share } from './common.ts'
import { Counted } from './counted.ts'
import { incomplete, interval, key, query } from './reportParts.ts'

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

/** Compliance with plans of maintenance, and how standby equipment answers. */
export const PlansReportView = Type.Object(
  {
    query: Type.Object({ ...query.properties, plan: Type.Optional(Type.String()) }),
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
)
