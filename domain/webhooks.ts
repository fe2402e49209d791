import { type Static, Type } from 'typebox'
import { strict } from './formFields.ts'
import { Id } from './id.ts'
import { TICKET_STATUSES } from './tickets.ts'
import type { Millis } from './time.ts'

/** The body: ours as JSON, or a Markdown message as the group robots of WeCom (企业微信) and DingTalk (钉钉) take it. */
export const WEBHOOK_FORMATS = ['json', 'wecom', 'dingtalk'] as const
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number]

/** Goes only to who asks for contacts. */
export const SURVEY_DUE = 'surveyDue'

/** What of a ticket one can be told of: lines of its history by name, and moves by where they lead. */
export const WEBHOOK_EVENTS = [
  ...['opened', 'recurred', 'urged', 'breached', 'escalated', 'delayTold', 'signed', 'telemetryNormal', SURVEY_DUE],
  ...['partTaken', 'partTakenOver'],
  ...TICKET_STATUSES,
] as const

export const DELIVERY_STATES = ['waiting', 'delivered', 'dead'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/**
 * Seconds after each failed attempt until the next; after the last the delivery is dead until a person sends it again
 * (the schedule of the Standard Webhooks specification, "Deliverability and reliability").
 */
export const RETRY_AFTER_S = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as const

const changeable = {
  name: Type.String({ minLength: 1, maxLength: 100 }),
  url: Type.String({
    minLength: 1,
    maxLength: 2_000,
    description: 'https, to a public address; http and private addresses only where WEBHOOK_ALLOW names them',
  }),
  format: Type.Enum([...WEBHOOK_FORMATS]),
  events: Type.Array(Type.Enum([...WEBHOOK_EVENTS]), { maxItems: 50, description: 'Empty: all' }),
  sites: Type.Array(Id, { maxItems: 1000, description: 'Empty: all' }),
  contacts: Type.Boolean({
    description:
      'For a gateway of text messages or e-mails: it is told of `surveyDue`, with the phone number, the e-mail or both of the customer, by which `way` to write, and the link to the survey; JSON only',
  }),
  secret: Type.String({
    minLength: 16,
    maxLength: 200,
    description: 'Signs what is sent; made when left out. Never shown again',
  }),
}

export const NewWebhook = strict(
  { ...Type.Partial(Type.Object(changeable)).properties, name: changeable.name, url: changeable.url },
  { $id: 'NewWebhook' },
)
export type NewWebhook = Static<typeof NewWebhook>

export const WebhookChange = strict(
  { ...Type.Partial(Type.Object(changeable)).properties, active: Type.Optional(Type.Boolean()) },
  { $id: 'WebhookChange', minProperties: 1 },
)
export type WebhookChange = Static<typeof WebhookChange>

/** A subscription, with how it is doing. */
export interface Webhook {
  id: string
  name: string
  url: string
  format: WebhookFormat
  events: string[]
  sites: string[]
  contacts: boolean
  active: boolean
  createdAt: Millis
  createdBy: string
  waiting: number
  dead: number
  /** Attempts that failed since the last that did not. */
  failures: number
  last?: WebhookAttempt
}

/** How one attempt ended; without `error` it was taken. */
export interface WebhookAttempt {
  at: Millis
  status?: number
  error?: string
}

/** One ticket event for one subscription. */
export interface WebhookDelivery {
  webhook: string
  /** `ticket/number`: names the event for good, over MQTT too, so that a repetition can be told. */
  key: string
  ticket: string
  event: string
  state: DeliveryState
  attempts: number
  createdAt: Millis
  nextAt?: Millis
  endedAt?: Millis
  status?: number
  error?: string
}
