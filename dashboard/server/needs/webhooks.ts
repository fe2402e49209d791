import type { Page, PageQuery } from '#domain/page.ts'
import type { Actor } from '#domain/people.ts'
import type {
  DeliveryState,
  NewWebhook,
  Webhook,
  WebhookAttempt,
  WebhookChange,
  WebhookDelivery,
} from '#domain/webhooks.ts'

export interface WebhookVerbs {
  list(): Promise<Webhook[]>
  add(input: NewWebhook, actor: Actor): Promise<Webhook & { secret: string }>
  change(id: string, change: WebhookChange, actor: Actor): Promise<Webhook>
  remove(id: string, actor: Actor): Promise<void>
  test(id: string): Promise<WebhookAttempt>
  deliveries(query: PageQuery & { webhook?: string; state?: DeliveryState }): Promise<Page<WebhookDelivery>>
  revive(id: string, actor: Actor): Promise<number>
}
