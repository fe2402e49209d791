import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import type { Page, PageQuery } from '#domain/page.ts'
import type { DeliveryState, Webhook, WebhookDelivery } from '#domain/webhooks.ts'
import { cursorKey, pageSize, toPage } from '../paging.ts'
import { withoutNulls } from '../withoutNulls.ts'
import { keyOf, type WebhookRow } from './sendDue.ts'

export interface DeliveryQuery extends PageQuery {
  webhook?: string | undefined
  state?: DeliveryState | undefined
}

const NONE = { waiting: 0, dead: 0 }

/** A subscription as others see it: without its secret. */
export function webhookView(row: WebhookRow, { waiting, dead } = NONE): Webhook {
  const { id, name, url, format, failures, last_at: at, last_status: status, last_error: error } = row
  return {
    ...{ id, name, url, format, failures, waiting, dead, active: row.active === 1, contacts: row.contacts === 1 },
    ...{ events: JSON.parse(row.events), sites: JSON.parse(row.sites) },
    ...{ createdAt: row.created_at, createdBy: row.created_by },
    ...(at !== null && { last: { at, ...withoutNulls({ status, error }) } }),
  }
}

/** By name. */
export async function listWebhooks(db: Kysely<Tables>): Promise<Webhook[]> {
  const rows = await db.selectFrom('webhook').selectAll().orderBy('name').orderBy('id').execute()
  const counts = await db
    .selectFrom('webhook_delivery')
    .select(eb => ['webhook', 'state', eb.fn.countAll<number>().as('count')])
    .where('state', '<>', 'delivered')
    .groupBy(['webhook', 'state'])
    .execute()
  const count = (id: string, state: DeliveryState) =>
    Number(counts.find(row => row.webhook === id && row.state === state)?.count ?? 0)
  return rows.map(row => webhookView(row, { waiting: count(row.id, 'waiting'), dead: count(row.id, 'dead') }))
}

const toDelivery = (row: Selectable<Tables['webhook_delivery']>): WebhookDelivery => ({
  ...{ webhook: row.webhook, key: keyOf(row), ticket: row.ticket, event: row.event, state: row.state },
  ...{ attempts: row.attempts, createdAt: row.created_at },
  ...(row.state === 'waiting' && { nextAt: row.next_at }),
  ...withoutNulls({ endedAt: row.ended_at, status: row.status, error: row.error }),
})

/** Newest first. @throws CodedError BAD_REQUEST */
export async function listDeliveries(db: Kysely<Tables>, query: DeliveryQuery): Promise<Page<WebhookDelivery>> {
  const size = pageSize(query)
  const after = cursorKey(query.cursor, [0, '', 0, ''] as const)
  const order = ['created_at', 'ticket', 'number', 'webhook'] as const
  const rows = await db
    .selectFrom('webhook_delivery')
    .selectAll()
    .$if(query.webhook !== undefined, q => q.where('webhook', '=', query.webhook ?? ''))
    .$if(query.state !== undefined, q => q.where('state', '=', query.state ?? 'dead'))
    .$if(after !== undefined, q => {
      const [at, ticket, number, webhook] = after ?? [0, '', 0, '']
      return q.where(eb => eb(eb.refTuple(...order), '<', eb.tuple(at, ticket, number, webhook)))
    })
    .orderBy('created_at', 'desc')
    .orderBy('ticket', 'desc')
    .orderBy('number', 'desc')
    .orderBy('webhook', 'desc')
    .limit(size + 1)
    .execute()
  const page = toPage(rows, size, row => [row.created_at, row.ticket, row.number, row.webhook])
  return { ...page, items: page.items.map(toDelivery) }
}
