import { Type } from 'typebox'
import { NewRule } from '#domain/rules.ts'
import { Id, Moment, MomentInput, strict } from './common.ts'

export const BacktestRequest = strict(
  {
    code: Type.Optional(Type.String({ maxLength: 64, description: 'A rule in force; or give `rule`' })),
    rule: Type.Optional(NewRule),
    class: Type.Optional({
      ...Id,
      description: 'All rules of this class; without `code`, `rule` and `class` all there are',
    }),
    since: Type.Optional(Type.String({ maxLength: 40, description: 'How far back: `30d`, `PT12H`; or give `from`' })),
    from: Type.Optional(MomentInput),
    to: Type.Optional(MomentInput),
    equipment: Type.Optional(Id),
    site: Type.Optional(Id),
  },
  { $id: 'BacktestRequest' },
)

const Overlap = Type.Object({ hits: Type.Integer(), misses: Type.Integer(), extra: Type.Integer() })
const Missed = Type.Array(Type.Object({ ticket: Id, equipment: Id, at: Moment }))
const Firing = Type.Object({
  equipment: Id,
  firedAt: Moment,
  clearedAt: Type.Optional(Moment),
  evidence: Type.Array(Type.Unknown()),
  tickets: Type.Array(Id),
})
const rule = {
  code: Type.String(),
  class: Id,
  equipment: Type.Integer(),
  firings: Type.Integer(),
  perDay: Type.Number(),
  cutOff: Type.Optional(Type.Literal(true)),
  listed: Type.Array(Firing),
  tickets: Overlap,
  missed: Missed,
  faults: Overlap,
  unsupported: Type.Array(Type.String()),
}
const run = { from: Moment, to: Moment, readings: Type.Integer(), tookMs: Type.Integer() }

/** The answer to a backtest of one rule. */
export const BacktestView = Type.Object({ ...rule, ...run }, { $id: 'BacktestReport' })

/** The answer to a backtest of several. */
export const BacktestOverviewView = Type.Object(
  {
    ...run,
    equipment: Type.Integer(),
    firings: Type.Integer(),
    perDay: Type.Number(),
    tickets: Overlap,
    missed: Missed,
    rules: Type.Array(Type.Object(rule)),
  },
  { $id: 'BacktestOverview' },
)
