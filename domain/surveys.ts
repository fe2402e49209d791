import type { Static } from 'typebox'
import type { SurveyPolicy } from './customerPolicy.ts'
import type { SurveyAnswer } from './ticketForms.ts'
import type { Millis } from './time.ts'

/** An answered survey of a ticket; `by` is who wrote it down: a user, or the customer by the link. */
export interface SurveyResult extends SurveyAnswer {
  id: string
  ticket: string
  answeredAt: Millis
  by: string
}

/** The way to a survey, told once: only a hash of the token is kept. */
export interface SurveyInvitation {
  token: string
  expiresAt: Millis
}

/** What the customer sees behind the link. */
export interface SurveyForm {
  state: 'open' | 'given' | 'expired'
  site: string
  equipment: string
  title?: string
  /** What the fault or the trouble is called. */
  about?: { name: string; name_zh: string }
  expiresAt: Millis
  questions: Static<typeof SurveyPolicy>['questions']
  reasons: Static<typeof SurveyPolicy>['reasons']
}
