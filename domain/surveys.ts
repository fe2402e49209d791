import type { Static } from 'typebox'
import type { SurveyPolicy } from './customerPolicy.ts'
import type { SurveyAnswer } from './ticketForms.ts'
import type { Millis } from './time.ts'

/** Links that are made for one survey: handed out by the desk, shown to be scanned on the spot, or sent as a message. */
const LINK_CHANNELS = ['link', 'inPerson', 'message'] as const
export type LinkChannel = (typeof LINK_CHANNELS)[number]

/** How an answer came: by one of these links, by the link of the customer's own report, or written down by the desk. */
export const SURVEY_CHANNELS = ['report', ...LINK_CHANNELS, 'desk'] as const
export type SurveyChannel = (typeof SURVEY_CHANNELS)[number]

/** The way by which a survey is answered. */
export interface SurveyWay {
  channel: SurveyChannel
  /** Who showed or sent the link. */
  shownBy?: string
  /** The first report of whose survey it is; left out: that of whoever left no contact. */
  report?: string
}

/** What opens a survey: the token of a link made for it, or that of the customer's report. */
export type SurveyKey = { token: string } | { report: string }

/** An answered survey of a ticket; `by` is who wrote it down: a user, or the customer. */
export interface SurveyResult extends SurveyAnswer, Partial<SurveyWay> {
  id: string
  ticket: string
  answeredAt: Millis
  by: string
}

/** What a message to the customer needs; contacts go nowhere else (D2). */
export interface SurveyMessage {
  /** Which survey it is, and by whose report. */
  id: string
  report?: string
  /** An address, or where the service does not know its own (`PUBLIC_URL`) the path behind it. */
  link: string
  expiresAt: Millis
  contact: { name?: string; phone?: string; email?: string }
  /** By which of them: the phone where there is one. */
  way: 'phone' | 'email'
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
