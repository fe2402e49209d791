import { type Static, Type } from 'typebox'
import { Condition } from '#domain/condition.ts'
import { ParamValue } from '#domain/equipment.ts'
import { SEVERITIES } from '#domain/faults.ts'

const strict = { additionalProperties: false }
const Duration = Type.String({ description: '`30s`, `5m`, `1h30m`, `7d`' })
const Params = Type.Record(Type.String(), ParamValue)
/** See `series.ts` for the notation. */
const Series = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])
export type Series = Static<typeof Series>
const Given = Type.Record(Type.String(), Series)

/** A rule that is tested without being in the catalogue; one with the code of a fault of the class takes its place. */
const InlineRule = Type.Object(
  {
    code: Type.String({ pattern: '^[A-Z0-9-]{1,64}$' }),
    condition: Condition,
    clear: Condition,
    latched: Type.Optional(Type.Boolean()),
    severity: Type.Optional(Type.Enum([...SEVERITIES])),
  },
  strict,
)
export type InlineRule = Static<typeof InlineRule>

const RuleTest = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'what the test shows, in a few words' }),
    fault: Type.Optional(Type.String({ description: 'the fault it is about; not needed when `expect` is a map' })),
    params: Type.Optional(Params),
    interval: Type.Optional(Duration),
    given: Type.Optional(Given),
    silent: Type.Optional(
      Type.Array(Duration, {
        minItems: 1,
        maxItems: 2,
        description: 'nothing is reported from the first time on, until the second',
      }),
    ),
    events: Type.Optional(
      Type.Record(Type.String(), Type.Enum(['active', 'inactive']), {
        description: "time → the device's own word about the fault",
      }),
    ),
    resets: Type.Optional(
      Type.Record(Type.String(), Type.Enum(['accepted', 'refused', 'nothing']), {
        description: "time → what a person's reset meets; `nothing`: the fault is not open",
      }),
    ),
    until: Type.Optional(Duration),
    expect: Type.Union([Type.String(), Type.Record(Type.String(), Type.String())], {
      description: 'the history of `fault`; or of every fault that appears at all, by code: `{}` is nothing whatever',
    }),
  },
  strict,
)
export type RuleTest = Static<typeof RuleTest>

/** A file of rule tests: series in, faults expected at times, in the manner of `promtool test rules`. */
export const RuleTestFile = Type.Object(
  {
    class: Type.String({ description: 'an equipment class of the catalogue' }),
    interval: Type.Optional(Duration),
    params: Type.Optional(Params),
    healthy: Type.Optional(Given),
    rules: Type.Optional(Type.Array(InlineRule)),
    tests: Type.Array(RuleTest, { minItems: 1 }),
  },
  strict,
)
export type RuleTestFile = Static<typeof RuleTestFile>
