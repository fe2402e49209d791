import { type Static, Type } from 'typebox'
import { Condition, Quantity } from './condition.ts'
import { ParamValue } from './equipment.ts'
import { SEVERITIES } from './faults.ts'
import { Id } from './id.ts'

const Bilingual = Type.Object({ en: Type.String(), zh: Type.String() })
const Gate = Type.Object({ param: Type.String(), equals: ParamValue })
const Code = Type.Union([Type.Number(), Type.Boolean(), Type.String()])

/** What one metric of a class is: unit (UCUM), kind, limits that reject, values that mean something. */
export const Metric = Type.Object({
  name: Type.String(),
  label: Type.String(),
  label_zh: Type.String(),
  unit: Type.String(),
  kind: Type.Union([Type.Literal('gauge'), Type.Literal('counter'), Type.Literal('state'), Type.Literal('boolean')]),
  samplePeriodS: Type.Number(),
  reportMode: Type.String(),
  staleAfterS: Type.Number(),
  /** A smaller change than this, in the unit or in percent of the value, says nothing. */
  deadband: Type.Optional(Type.Object({ abs: Type.Optional(Type.Number()), pct: Type.Optional(Type.Number()) })),
  physical: Type.Optional(Type.Object({ min: Type.Number(), max: Type.Number() })),
  healthy: Type.Optional(
    Type.Object({
      min: Type.Optional(Quantity),
      max: Type.Optional(Quantity),
      in: Type.Optional(Type.Array(Code)),
    }),
  ),
  values: Type.Optional(Type.Array(Type.Object({ code: Type.Number(), key: Type.String(), zh: Type.String() }))),
  validWhen: Type.Optional(Type.Object({ metric: Type.String(), in: Type.Array(Code) })),
  appliesWhen: Type.Optional(Gate),
  note: Type.Optional(Type.String()),
})
export type Metric = Static<typeof Metric>

/** One fault of a class: when it fires and clears, how bad it is, who repairs it with which parts. */
export const FaultRule = Type.Object({
  code: Type.String({ pattern: '^[A-Z0-9-]{1,64}$' }),
  name: Type.String(),
  name_zh: Type.String(),
  condition: Condition,
  conditionText: Type.String(),
  clear: Condition,
  clearText: Type.String(),
  latched: Type.Boolean(),
  severity: Type.Enum([...SEVERITIES]),
  /** How an open fault is graded while one of these holds: the first that does; otherwise `severity`. */
  tiers: Type.Optional(Type.Array(Type.Object({ severity: Type.Enum([...SEVERITIES]), condition: Condition }))),
  /** Seconds for which a milder grade must last before the fault falls to it; rising is at once. 300 when left out. */
  severityHoldS: Type.Optional(Quantity),
  /** Seconds for which it keeps firing after its clear condition came true (off-delay, ISA-18.2 §10.5); 0 when left out. */
  keepFiringS: Type.Optional(Quantity),
  /** Seconds after its end in which it comes again as the same occurrence, counted; 300 when left out. */
  reopenWithinS: Type.Optional(Quantity),
  lifeSafety: Type.Boolean(),
  lifeSafetyWhen: Type.Optional(Gate),
  appliesWhen: Type.Optional(Gate),
  takesOutOfService: Type.Boolean(),
  skill: Type.String(),
  /** How many people go: a technician, and one who goes along. */
  crew: Type.Integer({ minimum: 1, maximum: 2 }),
  estRepairMin: Type.Number(),
  parts: Type.Array(
    Type.Object({ partNo: Type.String(), qty: Type.Number({ exclusiveMinimum: 0 }), reserve: Type.String() }),
  ),
  actions: Type.Array(Bilingual),
  ticket: Type.Object({ autoOpen: Type.Boolean(), mode: Type.String() }),
  note: Type.Optional(Type.String()),
  /** `on` when left out. shadow: evaluated and recorded apart, without fault and ticket; off: not evaluated. */
  mode: Type.Optional(Type.Enum(['on', 'shadow', 'off'])),
  /** Only these pieces of equipment and the equipment of these sites; all of the class when left out. */
  scope: Type.Optional(
    Type.Object(
      {
        sites: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000 })),
        equipment: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000 })),
      },
      { additionalProperties: false, minProperties: 1 },
    ),
  ),
  /** The most tickets that it opens a day; then its faults are shown without one. Danger to life is never limited. */
  ticketsPerDay: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  /** The version that a person made; left out: as the product ships it. */
  version: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type FaultRule = Static<typeof FaultRule>

/** One equipment class of the catalogue: one file in `domain/catalogue/`. */
export const EquipmentClass = Type.Object(
  {
    code: Id,
    prefix: Type.String(),
    name: Type.String(),
    name_zh: Type.String(),
    domain: Type.String(),
    params: Type.Array(
      Type.Object({ name: Type.String(), unit: Type.String(), default: ParamValue, description: Type.String() }),
    ),
    /** None of a place: nothing is measured there. */
    metrics: Type.Array(Metric),
    faults: Type.Array(FaultRule),
  },
  { $id: 'EquipmentClass' },
)
export type EquipmentClass = Static<typeof EquipmentClass>
