import { type Static, Type } from 'typebox'
import type { Contact } from './contact.ts'
import type { SurveyPolicy } from './customerPolicy.ts'
import type { CalledReporter } from './followUps.ts'
import { strict } from './formFields.ts'
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
  contact: Contact
  /** By which of them: the phone where there is one. */
  way: 'phone' | 'email'
}

/** The way to a survey, told once: only a hash of the token is kept. */
export interface SurveyInvitation {
  token: string
  expiresAt: Millis
}

/** Somebody whom a ticket asks; without a `report` whoever left no contact, as one. */
export interface AskedCustomer extends Partial<CalledReporter> {
  state: SurveyForm['state']
}

/** Whom a link asks: whose first report that is, null for whoever left no contact; left out: the next who has not answered. */
export const SurveyWanted = Type.Union([
  strict({ report: Type.Optional(Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Null()])) }),
  Type.Null(),
])
export type SurveyWanted = Static<typeof SurveyWanted>

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
