import type { Generated } from 'kysely'
import type { DeliveryState, WebhookFormat } from '#domain/webhooks.ts'

/** Who is told of ticket events by HTTP. Conventions: `Tables`. */
export interface WebhookTables {
  webhook: {
    id: string
    name: string
    url: string
    format: WebhookFormat
    events: string
    sites: string
    secret: string
    active: number
    contacts: Generated<number>
    created_at: number
    created_by: string
    failures: Generated<number>
    last_at: number | null
    last_status: number | null
    last_error: string | null
  }
  webhook_delivery: {
    webhook: string
    ticket: string
    number: number
    event: string
    state: DeliveryState
    attempts: Generated<number>
    next_at: number
    created_at: number
    ended_at: number | null
    status: number | null
    error: string | null
  }
}
