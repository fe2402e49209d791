import { type Static, Type } from 'typebox'

/** A number, or one of the equipment's parameters, scaled or shifted. */
export const Quantity = Type.Union([
  Type.Number(),
  Type.Object(
    { param: Type.String(), mult: Type.Optional(Type.Number()), add: Type.Optional(Type.Number()) },
    { additionalProperties: false },
  ),
])
export type Quantity = Static<typeof Quantity>

export const COMPARISONS = ['>', '>=', '<', '<=', '==', '!='] as const
const Comparison = Type.Enum([...COMPARISONS])
export type Comparison = (typeof COMPARISONS)[number]

const Code = Type.Union([Type.Number(), Type.Boolean(), Type.String()])
const Metric = Type.String()

/** `metric op value` for `forS` seconds; `fn` looks at the magnitude, or at the mean of the last `windowS` (24 h for `mean24h`). */
const Threshold = Type.Object({
  type: Type.Literal('threshold'),
  metric: Metric,
  op: Comparison,
  value: Quantity,
  forS: Type.Optional(Quantity),
  fn: Type.Optional(Type.Enum(['abs', 'mean', 'mean24h'])),
  windowS: Type.Optional(Type.Number({ minimum: 60, maximum: 31_622_400 })),
})
/** The metric's value is one of `in`, or none of `notIn`, for `forS` seconds. */
const State = Type.Object({
  type: Type.Literal('state'),
  metric: Metric,
  in: Type.Optional(Type.Array(Code)),
  notIn: Type.Optional(Type.Array(Code)),
  forS: Type.Optional(Quantity),
})
/** No sample of the metric (`*`: of anything) for `afterS` seconds. */
const Stale = Type.Object({ type: Type.Literal('stale'), metric: Metric, afterS: Quantity })
/** The condition of another rule of the same class. */
const Rule = Type.Object({ type: Type.Literal('rule'), code: Type.String({ maxLength: 64 }) })
const Manual = Type.Object({ type: Type.Literal('manual'), note: Type.Optional(Type.String()) })
/**
 * A named predicate (catalogue `enums.externalPredicates`). `correlation`: at least `n` pieces of equipment of the zone
 * have a fault of `fault` (codes with `|` between) at the same time.
 */
const External = Type.Object(
  {
    type: Type.Literal('external'),
    name: Type.String(),
    forS: Type.Optional(Quantity),
    metric: Type.Optional(Metric),
    fault: Type.Optional(Type.String()),
    n: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { additionalProperties: true },
)

/** The condition grammar of the catalogue (§0.2). */
export const Condition = Type.Cyclic(
  {
    Condition: Type.Union([
      Threshold,
      State,
      Type.Object({ type: Type.Literal('all'), of: Type.Array(Type.Ref('Condition')), forS: Type.Optional(Quantity) }),
      Type.Object({ type: Type.Literal('any'), of: Type.Array(Type.Ref('Condition')), forS: Type.Optional(Quantity) }),
      Stale,
      Manual,
      Rule,
      External,
      Type.Object({
        type: Type.Literal('rate'),
        metric: Metric,
        op: Comparison,
        value: Quantity,
        per: Type.String(),
        windowS: Type.Number(),
        when: Type.Optional(Type.Ref('Condition')),
      }),
      Type.Object({
        type: Type.Literal('count'),
        of: Type.Ref('Condition'),
        op: Comparison,
        value: Quantity,
        windowS: Type.Number(),
        mode: Type.String(),
      }),
      Type.Object({
        type: Type.Literal('nOfM'),
        of: Type.Ref('Condition'),
        n: Type.Integer(),
        m: Type.Integer(),
        unit: Type.String(),
        /** Of samples that come faster, one in so many seconds counts, so that a chatty device proves nothing sooner. */
        everyS: Type.Optional(Type.Number()),
      }),
      Type.Object({
        type: Type.Literal('deviation'),
        metric: Metric,
        baseline: Type.String(),
        op: Type.String(),
        value: Type.Number(),
        unit: Type.String(),
        windowS: Type.Number(),
        fn: Type.String(),
      }),
      Type.Object({
        type: Type.Literal('trend'),
        metric: Metric,
        limit: Quantity,
        withinDays: Type.Number(),
        windowDays: Type.Number(),
        method: Type.String(),
        minPoints: Type.Integer(),
        direction: Type.String(),
      }),
      Type.Object({
        type: Type.Literal('sequence'),
        first: Type.Ref('Condition'),
        // biome-ignore lint/suspicious/noThenProperty: the catalogue's grammar names it so
        then: Type.Ref('Condition'),
        withinS: Quantity,
      }),
      Type.Object({
        type: Type.Literal('spread'),
        metrics: Type.Array(Metric),
        op: Comparison,
        value: Quantity,
        mode: Type.String(),
        forS: Type.Optional(Quantity),
      }),
      Type.Object({
        type: Type.Literal('stuck'),
        metric: Metric,
        windowS: Type.Number(),
        when: Type.Optional(Type.Ref('Condition')),
      }),
    ]),
  },
  'Condition',
)
export type Condition = Static<typeof Condition>
export type ConditionOf<K extends Condition['type']> = Extract<Condition, { type: K }>
