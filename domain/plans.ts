import { type Static, Type } from 'typebox'
import { Amount, CatalogueCode, PartNo, strict, Text } from './formFields.ts'
import { Id } from './id.ts'
import type { Millis } from './time.ts'

/** A day of a calendar, as 2026-11-23. */
export const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })

/**
 * When a plan is due again: `maxInterval` at most so long after the last visit, `calendar` on fixed days whatever was done
 * (EN 13306 7.2, predetermined maintenance).
 */
const PlanInterval = strict({
  unit: Type.Enum(['d', 'mo'], { description: 'Days, calendar months' }),
  value: Type.Integer({ minimum: 1, maximum: 3650 }),
  kind: Type.Enum(['maxInterval', 'calendar']),
})
export type PlanInterval = Static<typeof PlanInterval>

/** One item of a plan's checklist. */
export const PlanItem = strict({
  code: CatalogueCode,
  name: Text(200),
  name_zh: Text(200),
  requirement: Text(500),
  requirement_zh: Text(500),
  result: Type.Enum(['check', 'number'], { description: 'What is answered: ok or not, or a value' }),
  unit: Type.Optional(Type.String({ maxLength: 16, description: 'UCUM' })),
  min: Type.Optional(Type.Number()),
  max: Type.Optional(Type.Number()),
  test: Type.Optional(Type.Boolean({ description: 'Needs a value or a photo' })),
  photo: Type.Optional(Type.Boolean({ description: 'A photo is wanted' })),
  when: Type.Optional(Text(200)),
  when_zh: Type.Optional(Text(200)),
  classes: Type.Optional(
    Type.Array(Id, {
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      description:
        'Answered for each piece of these classes; left out, for each piece of the plan, or once where a visit is one of a site',
    }),
  ),
  demandOf: Type.Optional({
    ...CatalogueCode,
    description: 'It is a test on demand (IEC 61508) of standby equipment: the fault that a failed one is',
  }),
})
export type PlanItem = Static<typeof PlanItem>

/** A part that each piece of equipment takes at a visit; all of them, those of a class, or those of a model. */
const PlanPart = strict({
  partNo: PartNo,
  quantity: Amount,
  class: Type.Optional(Id),
  model: Type.Optional(Text(200)),
})
export type PlanPart = Static<typeof PlanPart>

/** A site at which a plan is on; the clocks of its equipment start on that day at the earliest. */
const PlanSite = strict({ site: Id, fromDay: Day })
export type PlanSite = Static<typeof PlanSite>

const TERMS = {
  name: Text(200),
  name_zh: Text(200),
  interval: PlanInterval,
  toleranceDays: Type.Integer({
    minimum: 0,
    maximum: 365,
    description: 'So long after the due day it is still in time',
  }),
  leadDays: Type.Integer({ minimum: 0, maximum: 365, description: 'So long before the due day its ticket is opened' }),
  per: Type.Enum(['equipment', 'site'], { description: 'One visit for each piece of equipment, or one for a site' }),
  basis: Type.String({ maxLength: 500, description: 'The law, standard or practice behind it' }),
  skill: CatalogueCode,
  estMin: Type.Integer({ minimum: 1, maximum: 100_000, description: 'Minutes that a visit takes' }),
  classes: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }),
  includes: Type.Array(CatalogueCode, {
    maxItems: 20,
    uniqueItems: true,
    description: 'Shorter plans whose items a visit takes along and whose clocks it resets',
  }),
  items: Type.Array(PlanItem, { minItems: 1, maxItems: 200 }),
  parts: Type.Array(PlanPart, { maxItems: 100 }),
}

/** A plan of preventive maintenance as the product ships it. */
export const ShippedPlan = strict({ code: CatalogueCode, ...TERMS }, { $id: 'ShippedPlan' })
export type ShippedPlan = Static<typeof ShippedPlan>

/** A plan of preventive maintenance (EN 13306 7.1): what is done to which equipment, how often, and at which sites. */
export const PlanTerms = strict({
  ...TERMS,
  sites: Type.Array(PlanSite, {
    maxItems: 10_000,
    description: 'Who is limited to some sites sees and says only at which of these',
  }),
})
export type PlanTerms = Static<typeof PlanTerms>

/** A plan in one of its versions; version 0 is what the product comes with. */
export interface Plan extends PlanTerms {
  code: string
  version: number
  /** Whether the product comes with it. */
  shipped: boolean
  at?: Millis
  by?: string
  /** Why this version was made. */
  reason?: string
}

/** A plan of one's own; it is on nowhere until `sites` says so. */
export const NewPlan = strict(
  {
    code: CatalogueCode,
    reason: Type.Optional(Text(500)),
    ...TERMS,
    sites: Type.Optional(PlanTerms.properties.sites),
  },
  { $id: 'NewPlan' },
)
export type NewPlan = Static<typeof NewPlan>

/** What becomes different of a plan; `version` is the one the person saw. */
export const PlanChange = strict(
  {
    version: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
    reason: Type.Optional(Text(500)),
    ...Type.Partial(PlanTerms).properties,
  },
  { $id: 'PlanChange', minProperties: 2 },
)
export type PlanChange = Static<typeof PlanChange>
