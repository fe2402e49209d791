import { Type } from 'typebox'
import { FaultRule } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'
import { explainRule } from '#domain/explain/explainRule.ts'
import { NewRule } from '#domain/rules.ts'
import type { Api } from '../http/api.ts'
import type { DashboardNeeds } from '../needs.ts'
import { Id } from '../views/common.ts'
import { Text } from '../views/rules.ts'
import { enterNew } from './ruleAsRead.ts'

const CheckedRule = Type.Object(
  { class: Id, rule: { ...FaultRule, description: 'Whole, references filled in' }, explanation: Text },
  { $id: 'CheckedRule' },
)

/** Whether a rule could come into force, and what it says; nothing is kept. */
export function ruleCheckRoute(
  app: Api,
  { ruleBook, catalogue }: Pick<DashboardNeeds, 'ruleBook' | 'catalogue'>,
): void {
  app.post(
    '/api/rules/check',
    { preValidation: enterNew, schema: { tags: ['rules'], body: NewRule, response: { 200: CheckedRule } } },
    async request => {
      const { class: kind, rule } = await ruleBook.draft(request.body)
      const entry = catalogue.classes.get(kind)
      if (!entry) throw new CodedError('UNKNOWN_CLASS', { class: kind })
      return { class: kind, rule, explanation: explainRule(entry, rule) }
    },
  )
}
