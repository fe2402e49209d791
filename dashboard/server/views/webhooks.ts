import { Type } from 'typebox'
import { DELIVERY_STATES, WEBHOOK_FORMATS } from '#domain/webhooks.ts'
import { Id, Moment } from './common.ts'

export const AttemptView = Type.Object(
  {
    at: Moment,
    status: Type.Optional(Type.Integer({ description: 'HTTP status' })),
    error: Type.Optional(Type.String({ description: 'Absent when it was taken' })),
  },
  { $id: 'WebhookAttempt' },
)

export const WebhookView = Type.Object(
  {
    id: Id,
    name: Type.String(),
    url: Type.String(),
    format: Type.Enum([...WEBHOOK_FORMATS]),
    events: Type.Array(Type.String(), { description: 'Empty: all' }),
    sites: Type.Array(Id, { description: 'Empty: all' }),
    contacts: Type.Boolean({ description: 'Is sent the phone numbers and e-mails of customers' }),
    active: Type.Boolean(),
    createdAt: Moment,
    createdBy: Type.String(),
    waiting: Type.Integer(),
    dead: Type.Integer({ description: 'Given up after the last attempt' }),
    failures: Type.Integer({ description: 'Attempts that failed since the last that did not' }),
    last: Type.Optional(Type.Object(AttemptView.properties)),
  },
  { $id: 'Webhook' },
)

export const MadeWebhookView = Type.Object(
  { ...WebhookView.properties, secret: Type.String({ description: 'Not shown again' }) },
  { $id: 'MadeWebhook' },
)

export const DeliveryView = Type.Object(
  {
    webhook: Id,
    key: Type.String({ description: 'Sent as `webhook-id` and `idempotency-key`' }),
    ticket: Id,
    event: Type.String(),
    state: Type.Enum([...DELIVERY_STATES]),
    attempts: Type.Integer(),
    createdAt: Moment,
    nextAt: Type.Optional(Moment),
    endedAt: Type.Optional(Moment),
    status: Type.Optional(Type.Integer()),
    error: Type.Optional(Type.String()),
  },
  { $id: 'WebhookDelivery' },
)
