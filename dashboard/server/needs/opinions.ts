import type {
  NewOpinionLinks,
  NewOpinionSurvey,
  OpinionAnswer,
  OpinionForm,
  OpinionReport,
  SettledSuggestion,
} from '#domain/opinions.ts'
import type { Page } from '#domain/page.ts'
import type { Actor } from '#domain/people.ts'
import type { SiteQuery } from './listQuery.ts'

export interface OpinionVerbs {
  list(query: SiteQuery): Promise<Page<OpinionReport>>
  add(input: NewOpinionSurvey, actor: Actor): Promise<OpinionReport>
  links(id: string, input: NewOpinionLinks, actor: Actor): Promise<{ token: string; household?: string }[]>
  settle(id: string, number: number, settled: SettledSuggestion, actor: Actor): Promise<OpinionReport>
  form(token: string): Promise<OpinionForm>
  answer(token: string, answer: OpinionAnswer): Promise<void>
}
