import { type Static, Type } from 'typebox'
import { Moment, strict, Words } from './formFields.ts'
import { Id } from './id.ts'
import type { Page, SiteQuery } from './page.ts'
import type { Actor } from './people.ts'
import type { Millis } from './time.ts'

const Code = Type.String({ pattern: '^[A-Za-z]{1,40}$' })
const Score = Type.Integer({ minimum: 1, maximum: 5 })

/** Who is asked (R6 of the service practice). */
export const OPINION_TARGETS = ['owners', 'tenants', 'all'] as const
export type OpinionTarget = (typeof OPINION_TARGETS)[number]

/** By the link of the site, or by that of one household. */
export type OpinionChannel = 'site' | 'household'

/** Something that is asked about, or a department to which suggestions go. */
export const OpinionTopic = strict({ code: Code, name: Words(200), name_zh: Words(200) })
export type OpinionTopic = Static<typeof OpinionTopic>

/** A survey of satisfaction and loyalty (C2): where, when, whom and what; with `repeatMonths` the next round opens by itself. */
export const NewOpinionSurvey = strict(
  {
    site: Id,
    name: Words(100),
    target: Type.Enum([...OPINION_TARGETS]),
    from: Moment,
    to: Moment,
    repeatMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    households: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'How many are asked' }),
    questions: Type.Optional(Type.Array(OpinionTopic, { minItems: 1, maxItems: 20 })),
  },
  { $id: 'NewOpinionSurvey' },
)
export type NewOpinionSurvey = Static<typeof NewOpinionSurvey>

/** For each household a link of its own; without any one link for the site, in place of the last. */
export const NewOpinionLinks = strict(
  { households: Type.Optional(Type.Array(Words(60), { minItems: 1, maxItems: 5000, uniqueItems: true })) },
  { $id: 'NewOpinionLinks' },
)
export type NewOpinionLinks = Static<typeof NewOpinionLinks>

/** `recommend` is the likelihood to recommend, 0 to 10 (loyalty). `key` is chosen by the sender: sent again with it, it is the same answer. */
export const OpinionAnswer = strict(
  {
    key: Type.String({ pattern: '^[\\w-]{16,64}$' }),
    score: Score,
    recommend: Type.Optional(Type.Integer({ minimum: 0, maximum: 10 })),
    scores: Type.Optional(Type.Record(Code, Score, { maxProperties: 20 })),
    suggestion: Type.Optional(Words(2000)),
    department: Type.Optional(Code),
  },
  { $id: 'OpinionAnswer' },
)
export type OpinionAnswer = Static<typeof OpinionAnswer>

/** What was done about a suggestion, by the department that it was passed to. */
export const SettledSuggestion = strict({ department: Code, measure: Words(2000) }, { $id: 'SettledSuggestion' })
export type SettledSuggestion = Static<typeof SettledSuggestion>

export interface OpinionSurvey {
  id: string
  site: string
  name: string
  target: OpinionTarget
  from: Millis
  to: Millis
  repeatMonths?: number
  households: number
  questions: OpinionTopic[]
  follows?: string
}

/** What stands behind a link. */
export interface OpinionForm {
  state: 'early' | 'open' | 'given' | 'over'
  site: string
  name: string
  to: Millis
  questions: OpinionTopic[]
  departments: OpinionTopic[]
}

export interface OpinionSuggestion {
  number: number
  at: Millis
  text: string
  department?: string
  measure?: string
  settledAt?: Millis
  settledBy?: string
}

/** How a survey went (ISO 10004:2018 §7): shares are 0 to 1, `promoterScore` is -100 to 100. */
export interface OpinionReport extends OpinionSurvey {
  answered: number
  responseRate: number
  meanScore?: number
  satisfiedShare?: number
  promoterScore?: number
  /** Means by question, the worst first; `mend` where it lies below the policy's limit. */
  byQuestion: { code: string; mean: number; count: number; mend: boolean }[]
  suggestions: OpinionSuggestion[]
}

/** A link, told once; without a household it is the one of the site. */
export interface OpinionLink {
  token: string
  household?: string
}

/** Surveys of satisfaction and loyalty on a schedule, by site and period (C2 of the service practice). */
export interface Opinions {
  /** The latest period first, each with how it went. */
  list(query: SiteQuery): Promise<Page<OpinionReport>>
  /** @throws CodedError UNKNOWN_SITE, BAD_REQUEST when it ends before it begins */
  add(input: NewOpinionSurvey, actor: Actor): Promise<OpinionReport>
  /** @throws CodedError NOT_FOUND */
  links(id: string, input: NewOpinionLinks, actor: Actor): Promise<OpinionLink[]>
  /** @throws CodedError NOT_FOUND, BAD_REQUEST for an unknown department */
  settle(id: string, number: number, settled: SettledSuggestion, actor: Actor): Promise<OpinionReport>
  /** @throws CodedError SURVEY_UNKNOWN */
  form(token: string): Promise<OpinionForm>
  /** @throws CodedError SURVEY_UNKNOWN, SURVEY_GIVEN, SURVEY_EXPIRED, BAD_REQUEST */
  answer(token: string, answer: OpinionAnswer): Promise<void>
}
