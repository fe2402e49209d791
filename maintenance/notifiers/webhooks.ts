import { randomBytes } from 'node:crypto'
import type { Database } from '#database/database.ts'
import { CodedError } from '#domain/errors.ts'
import type { Log } from '#domain/log.ts'
import type { Page } from '#domain/page.ts'
import type { Actor } from '#domain/people.ts'
import type { Ticket } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import type {
  NewWebhook,
  Webhook,
  WebhookAttempt,
  WebhookChange,
  WebhookDelivery,
  WebhookFormat,
} from '#domain/webhooks.ts'
import { startDelivery } from './delivery.ts'
import type { TicketNews } from './message.ts'
import type { Post } from './post.ts'
import { queueEvents } from './queueEvents.ts'
import { attempt, newsOf, noteAttempt, type SendNeeds, sendDue } from './sendDue.ts'
import { type DeliveryQuery, listDeliveries, listWebhooks, webhookView } from './webhookRows.ts'

export interface WebhooksNeeds {
  database: Database
  tickets: { many(ids: readonly string[]): Promise<Ticket[]>; list(query: { limit: number }): Promise<Page<Ticket>> }
  surveys: SendNeeds['surveys']
  site(id: string): unknown
  post: Post
  /** The wall clock's time. */
  now(): Millis
  log: Log
  /** How often it is looked for what is due again, in milliseconds. */
  everyMs?: number
}

/** Who is told of ticket events by HTTP: at least once each, signed, with a key by which a repetition can be told. */
export interface Webhooks {
  list(): Promise<Webhook[]>
  /** @returns the secret too, which is not shown again @throws CodedError WEBHOOK_ADDRESS, UNKNOWN_SITE */
  add(input: NewWebhook, actor: Actor): Promise<Webhook & { secret: string }>
  /** @throws CodedError NOT_FOUND, WEBHOOK_ADDRESS, UNKNOWN_SITE */
  change(id: string, change: WebhookChange, actor: Actor): Promise<Webhook>
  /** What is still waiting for it goes with it. @throws CodedError NOT_FOUND */
  remove(id: string, actor: Actor): Promise<void>
  /** Sends the newest ticket's last event, or a made-up one, at once and once. @throws CodedError NOT_FOUND */
  test(id: string): Promise<WebhookAttempt>
  /** Newest first. */
  deliveries(query: DeliveryQuery): Promise<Page<WebhookDelivery>>
  /** Sends again what was given up, from the first attempt on. @returns how many @throws CodedError NOT_FOUND */
  revive(id: string, actor: Actor): Promise<number>
  stop(): Promise<void>
}

const SECRET_BYTES = 32
const makeSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`

function refuseSites({ site }: WebhooksNeeds, sites: readonly string[] = []): void {
  const unknown = sites.find(id => site(id) === undefined)
  if (unknown !== undefined) throw new CodedError('UNKNOWN_SITE', { site: unknown })
}

/** A group of people is no place for a customer's number. @throws CodedError BAD_REQUEST */
function refuseGroup({ contacts, format }: { contacts: boolean; format: WebhookFormat }): void {
  if (contacts && format !== 'json') throw new CodedError('BAD_REQUEST', { contacts: 'only with the format json' })
}

async function needWebhook({ database: { db } }: WebhooksNeeds, id: string) {
  const row = await db.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new CodedError('NOT_FOUND', { webhook: id })
  return row
}

async function addWebhook(needs: WebhooksNeeds, input: NewWebhook, { username }: Actor) {
  const { name, url, format = 'json', events = [], sites = [], contacts = false, secret = makeSecret() } = input
  refuseGroup({ contacts, format })
  needs.post.check(url)
  refuseSites(needs, sites)
  const row = {
    ...{ id: `wh-${randomBytes(6).toString('hex')}`, name, url, format, secret, active: 1, contacts: contacts ? 1 : 0 },
    ...{ events: JSON.stringify(events), sites: JSON.stringify(sites) },
    ...{ created_at: needs.now(), created_by: username, failures: 0 },
    ...{ last_at: null, last_status: null, last_error: null },
  }
  await needs.database.write(trx => trx.insertInto('webhook').values(row).execute())
  needs.log.info({ by: username, webhook: row.id, name }, 'webhook added')
  return { ...webhookView(row), secret }
}

async function changeWebhook(needs: WebhooksNeeds, id: string, change: WebhookChange, { username }: Actor) {
  const { events, sites, active, contacts, ...texts } = change
  if (texts.url !== undefined) needs.post.check(texts.url)
  refuseSites(needs, sites)
  const known = await needWebhook(needs, id)
  refuseGroup({ contacts: contacts ?? known.contacts === 1, format: change.format ?? known.format })
  const set = {
    ...texts,
    ...(events && { events: JSON.stringify(events) }),
    ...(sites && { sites: JSON.stringify(sites) }),
    ...(active !== undefined && { active: active ? 1 : 0 }),
    ...(contacts !== undefined && { contacts: contacts ? 1 : 0 }),
  }
  await needs.database.write(trx => trx.updateTable('webhook').set(set).where('id', '=', id).execute())
  needs.log.info({ by: username, webhook: id, changed: Object.keys(change) }, 'webhook changed')
  const changed = (await listWebhooks(needs.database.db)).find(each => each.id === id)
  if (!changed) throw new CodedError('NOT_FOUND', { webhook: id })
  return changed
}

async function removeWebhook(needs: WebhooksNeeds, id: string, { username }: Actor): Promise<void> {
  const { numDeletedRows } = await needs.database.db.deleteFrom('webhook').where('id', '=', id).executeTakeFirst()
  if (numDeletedRows === 0n) throw new CodedError('NOT_FOUND', { webhook: id })
  needs.log.info({ by: username, webhook: id }, 'webhook removed')
}

/** What a test tells where there is no ticket yet. */
const madeUp = (at: Millis): TicketNews['ticket'] => ({
  ...{ id: 'test', version: 1, site: 'test', equipment: 'test', severity: 'advisory', lifeSafety: false },
  ...{ priority: 'P4', status: 'new', kind: 'repair', minor: false, origin: 'staff', technicianProposed: false },
  ...{
    title: 'Test · 测试',
    occurrences: 1,
    reopens: 0,
    urges: 0,
    consentAboveCny: 0,
    signatures: [],
    openedAt: at,
    failedAt: at,
  },
})

async function testNews({ tickets, now }: WebhooksNeeds): Promise<TicketNews> {
  const key = `test/${randomBytes(6).toString('hex')}`
  const [newest] = (await tickets.list({ limit: 1 })).items
  const news = newest && newsOf(newest, newest.timeline.length)
  if (news) return { ...news, key }
  const at = now()
  return { key, event: { at, by: 'system', event: 'opened' }, ticket: madeUp(at) }
}

async function reviveDead(needs: WebhooksNeeds, id: string, { username }: Actor): Promise<number> {
  await needWebhook(needs, id)
  const { numUpdatedRows } = await needs.database.write(trx =>
    trx
      .updateTable('webhook_delivery')
      .set({ state: 'waiting', attempts: 0, next_at: needs.now(), ended_at: null })
      .where('webhook', '=', id)
      .where('state', '=', 'dead')
      .executeTakeFirst(),
  )
  needs.log.info({ by: username, webhook: id, count: Number(numUpdatedRows) }, 'deliveries are tried again')
  return Number(numUpdatedRows)
}

/** Begins to tell; the change log is the outbox (docs/decisions/0001). */
export function createWebhooks(needs: WebhooksNeeds): Webhooks {
  const { database, log, everyMs = 1000 } = needs
  const stopping = new AbortController()
  const { stop } = startDelivery({
    ...{ database, log, signal: stopping, retryMs: everyMs, waiting: 'webhooks wait' },
    deliver: async () => {
      const queued = await queueEvents(database, needs.now())
      return (await sendDue(needs, stopping.signal)) || queued
    },
  })
  return {
    list: () => listWebhooks(database.db),
    add: (input, actor) => addWebhook(needs, input, actor),
    change: (id, change, actor) => changeWebhook(needs, id, change, actor),
    remove: (id, actor) => removeWebhook(needs, id, actor),
    test: async id => {
      const webhook = await needWebhook(needs, id)
      const tried = await attempt(needs, webhook, await testNews(needs), stopping.signal)
      await noteAttempt(database, id, tried)
      return tried
    },
    deliveries: query => listDeliveries(database.db, query),
    revive: (id, actor) => reviveDead(needs, id, actor),
    stop,
  }
}
