import type { OpinionChannel, OpinionTarget } from '#domain/opinions.ts'

/** What residents think of the service, asked by site and period. Conventions: `Tables`. */
export interface OpinionTables {
  opinion_survey: {
    id: string
    site: string
    name: string
    target: OpinionTarget
    from_at: number
    until_at: number
    repeat_months: number | null
    households: number
    questions: string
    /** Of the link for the whole site. */
    token_hash: string | null
    /** The round before. */
    follows: string | null
    created_at: number
    created_by: string
  }
  opinion_household: { token_hash: string; survey: string; label: string | null; answered_at: number | null }
  opinion_answer: {
    survey: string
    number: number
    at: number
    channel: OpinionChannel
    key_hash: string
    score: number
    recommend: number | null
    scores: string
    suggestion: string | null
    department: string | null
    measure: string | null
    settled_at: number | null
    settled_by: string | null
  }
}
