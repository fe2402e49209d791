import { type Static, Type } from 'typebox'
import type { RuleHealth } from '#domain/ruleHealth.ts'
import type { RuleRecord } from '#domain/ruleRecord.ts'
import { RULE_ORIGINS, type RuleListing } from '#domain/rules.ts'
import type { Wire } from '#domain/wire.ts'
import { Id, paging, strict } from '../views/common.ts'

/** What the list of rules may be narrowed to. */
export const RuleFilter = strict({
  class: Type.Optional(Id),
  origin: Type.Optional(
    Type.Enum([...RULE_ORIGINS, 'ours'], { description: '`ours`: what people made, their own and changed ones' }),
  ),
  mode: Type.Optional(Type.Enum(['on', 'shadow', 'off'])),
  is: Type.Optional(
    Type.Enum(['broken', 'stopped'], {
      description: '`broken`: cannot be used or has failed; `stopped`: its ticket budget withheld a ticket today',
    }),
  ),
  precisionBelow: Type.Optional(
    Type.Number({ minimum: 0, maximum: 1, description: 'Those with verdicts whose precision is lower' }),
  ),
  search: Type.Optional(Type.String({ maxLength: 100, description: 'Words in its code or names' })),
  ...paging,
})
type Wanted = Static<typeof RuleFilter>
type Seen = Wire<RuleRecord> & { problem?: object; health?: Wire<RuleHealth> }

const words = (search: string): string[] => search.toLowerCase().split(/\s+/).filter(Boolean)

/** By what the rule is. */
export const fitsRule = ({ class: kind, origin, mode, search = '' }: Wanted, rule: RuleListing): boolean => {
  const text = `${rule.code} ${rule.rule.name} ${rule.rule.name_zh}`.toLowerCase()
  return (
    (kind === undefined || rule.class === kind) &&
    (origin === undefined || rule.origin === origin || (origin === 'ours' && rule.origin !== 'catalogue')) &&
    (mode === undefined || (rule.rule.mode ?? 'on') === mode) &&
    words(search).every(word => text.includes(word))
  )
}

export const asksForRecord = ({ is, precisionBelow }: Wanted): boolean => (is ?? precisionBelow) !== undefined

/** By what became of it. */
export const fitsRecord = ({ is, precisionBelow }: Wanted, { problem, health, budget, precision }: Seen): boolean =>
  (is !== 'broken' || problem !== undefined || (health?.errors ?? 0) > 0) &&
  (is !== 'stopped' || budget.withheld > 0) &&
  (precisionBelow === undefined || (precision.precision !== undefined && precision.precision.value < precisionBelow))
