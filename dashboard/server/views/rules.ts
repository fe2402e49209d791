import { type TProperties, Type } from 'typebox'
import { FaultRule } from '#domain/equipmentClass.ts'
import { RULE_ORIGINS } from '#domain/rules.ts'
import { Id, Moment } from './common.ts'
import { RuleHealthView } from './operations.ts'

const Text = Type.Object({ en: Type.String(), zh: Type.String() })

const version = {
  version: Type.Integer({ description: '0: as the product ships it' }),
  hash: Type.String({ description: 'The first 12 hexadecimal digits of the SHA-256 of its contents' }),
  at: Type.Optional(Moment),
  by: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
  rule: FaultRule,
} satisfies TProperties

export const RuleVersionView = Type.Object(version, { $id: 'RuleVersion' })

export const RuleView = Type.Object(
  {
    code: Type.String(),
    class: Id,
    origin: Type.Enum([...RULE_ORIGINS]),
    ...version,
    problem: Type.Optional(Type.String({ description: 'Why the version in force cannot be used' })),
    explanation: Text,
    health: Type.Optional(RuleHealthView),
  },
  { $id: 'Rule' },
)
