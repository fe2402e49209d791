import { type TProperties, Type } from 'typebox'
import { Condition } from '#domain/condition.ts'
import { FaultRule } from '#domain/equipmentClass.ts'
import { NO_BETTER } from '#domain/ruleRecord.ts'
import { RULE_ORIGINS } from '#domain/rules.ts'
import { OUTCOMES } from '#domain/verdicts.ts'
import { Id, Moment, ShareView } from './common.ts'
import { EvidenceView } from './faults.ts'
import { RuleHealthView } from './operations.ts'

export const Text = Type.Object({ en: Type.String(), zh: Type.String() })

const version = {
  version: Type.Integer({ description: '0: as the product ships it' }),
  hash: Type.String({ description: 'The first 12 hexadecimal digits of the SHA-256 of its contents' }),
  at: Type.Optional(Moment),
  by: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
  rule: FaultRule,
} satisfies TProperties

const ProblemView = Type.Object(
  {
    path: Type.String({ description: 'JSON pointer into the rule' }),
    reason: Type.String({ description: 'Stable; `params` fill its sentence in' }),
    params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    message: Type.String({ description: 'The same in English' }),
  },
  { description: 'Why the version in force cannot be used' },
)

export const RuleVersionView = Type.Object(version, { $id: 'RuleVersion' })

const Count = Type.Integer({ minimum: 0 })

export const BetterLimitView = Type.Object(
  {
    what: Type.Enum(['limit', 'duration']),
    paths: Type.Array(Type.String(), { description: 'Where it stands in the rule, JSON pointers' }),
    metrics: Type.Optional(Type.Array(Type.String(), { description: 'Of a limit: what it holds for' })),
    now: Type.Number(),
    better: Type.Number({ description: "In the metric's unit, a factor of the parameter `per`, or seconds" }),
    per: Type.Optional(Type.String()),
    kept: Count,
    spared: Count,
    youden: Type.Number({ description: 'Sensitivity + specificity - 1; that of the present limit is 0' }),
    precision: ShareView,
    condition: Condition,
    explanation: Text,
  },
  { description: 'The stricter limit that would have told genuine tickets from false ones best' },
)

const PrecisionView = Type.Object(
  {
    from: Moment,
    verdicts: Count,
    genuine: Count,
    noFaultFound: Count,
    sensor: Count,
    precision: Type.Optional(ShareView),
    ofVersion: Type.Optional(
      Type.Object(
        { verdicts: Count, genuine: Count, precision: Type.Optional(ShareView) },
        { description: 'Of tickets that were opened since the version in force' },
      ),
    ),
    better: Type.Optional(BetterLimitView),
    noBetter: Type.Optional(Type.Object({ why: Type.Enum([...NO_BETTER]), explanation: Text })),
    tickets: Type.Optional(
      Type.Array(Type.Object({ ticket: Id, equipment: Id, outcome: Type.Enum([...OUTCOMES]), closedAt: Moment }), {
        description: 'The newest 100; of a single rule only',
      }),
    ),
  },
  { description: 'How often it was right, by the verdicts on its tickets that were closed since `from`' },
)

const ShadowView = Type.Object({
  found: Type.Integer({ description: 'How often it was true in shadow mode' }),
  open: Count,
  lastFiredAt: Type.Optional(Moment),
  findings: Type.Optional(
    Type.Array(
      Type.Object({
        id: Type.String(),
        equipment: Id,
        firedAt: Moment,
        resolvedAt: Type.Optional(Moment),
        evidence: Type.Array(EvidenceView),
      }),
      { description: 'The newest 50; of a single rule only' },
    ),
  ),
})

const budgetDay = {
  day: Type.String({ description: 'A day of Asia/Shanghai, YYYY-MM-DD' }),
  opened: Count,
  withheld: Type.Integer({ description: 'Tickets that its budget stopped' }),
} satisfies TProperties

const BudgetView = Type.Object({
  ...budgetDay,
  perDay: Type.Optional(Type.Integer({ description: 'The most that it may open a day' })),
  days: Type.Optional(
    Type.Array(Type.Object(budgetDay), { description: 'Of the last 30, newest first; of a single rule only' }),
  ),
})

export const RuleView = Type.Object(
  {
    code: Type.String(),
    class: Id,
    origin: Type.Enum([...RULE_ORIGINS]),
    ...version,
    problem: Type.Optional(ProblemView),
    explanation: Text,
    health: Type.Optional(RuleHealthView),
    precision: PrecisionView,
    shadow: ShadowView,
    budget: BudgetView,
  },
  { $id: 'Rule' },
)
