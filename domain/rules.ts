import { type Static, Type } from 'typebox'
import { FaultRule } from './equipmentClass.ts'
import { strict } from './formFields.ts'
import { Id } from './id.ts'
import type { Problem } from './problem.ts'
import type { Millis } from './time.ts'

/** Where a rule comes from: shipped, shipped and changed by a person, or made by a person. */
export const RULE_ORIGINS = ['catalogue', 'changed', 'own'] as const
export type RuleOrigin = (typeof RULE_ORIGINS)[number]

/** The limits of what a person may enter. */
export const RULE_LIMITS = {
  /** Rules that people made. */
  ownRules: 10_000,
  /** Characters of the JSON of all conditions of a rule together, references filled in. */
  expression: 100_000,
  /** Conditions within conditions. */
  depth: 16,
  /** Longest duration or window, in days; a trend may look further. */
  days: 92,
  trendDays: 366,
} as const

const { code, ...changeable } = FaultRule.properties
const { version: _version, conditionText: _fires, clearText: _clears, ...fields } = changeable
const optional = Type.Partial(Type.Object(fields)).properties
const Reason = Type.String({ maxLength: 500, description: 'Why; kept with the version' })

/** A rule of a person's own. What is left out is taken as the mildest: no parts, nobody in danger, one person for an hour. */
export const NewRule = strict(
  {
    ...optional,
    code,
    class: Id,
    name: fields.name,
    condition: fields.condition,
    clear: fields.clear,
    reason: Type.Optional(Reason),
  },
  { $id: 'NewRule' },
)
export type NewRule = Static<typeof NewRule>

/** What changes of a rule; `version` is the one the person saw. `null` takes an optional field away. */
export const RuleChange = strict(
  {
    ...Object.fromEntries(
      Object.entries(optional).map(([key, schema]) => [key, Type.Optional(Type.Union([schema, Type.Null()]))]),
    ),
    class: Type.Optional({ ...Id, description: 'A rule stays with its class' }),
    version: Type.Optional(Type.Integer({ minimum: 0 })),
    reason: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 500,
        description: 'Why; kept with the version. Needed when anything changes',
      }),
    ),
  },
  { $id: 'RuleChange' },
)
export type RuleChange = { [K in keyof typeof fields]?: FaultRule[K] | null } & {
  class?: string
  version?: number
  reason?: string
}

/** `to`: the version to be in force again; 0 is the catalogue's. */
export const RuleRollBack = strict(
  { to: Type.Integer({ minimum: 0 }), reason: Type.String({ minLength: 1, maxLength: 500 }) },
  { $id: 'RuleRollBack' },
)
export type RuleRollBack = Static<typeof RuleRollBack>

/** One version of a rule, as it was entered; version 0 is the catalogue's, of nobody. */
export interface RuleVersion {
  version: number
  /** The first 12 hexadecimal digits of the SHA-256 of its JSON. */
  hash: string
  at?: Millis
  by?: string
  reason?: string
  rule: FaultRule
}

/** A rule as lists are searched for it. */
export type RuleListing = Pick<RuleInForce, 'code' | 'class' | 'origin' | 'rule'>

/** A rule with the version that is in force. */
export interface RuleInForce extends RuleVersion {
  code: string
  class: string
  origin: RuleOrigin
  /** Why the version in force cannot be used (any more); then the catalogue's stands in, or nothing. */
  problem?: Problem
  explanation: { en: string; zh: string }
}
