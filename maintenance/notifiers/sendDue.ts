import type { Selectable } from 'kysely'
import type { Database } from '#database/database.ts'
import type { Tables } from '#database/tables.ts'
import type { SurveyMessage } from '#domain/surveys.ts'
import type { Ticket } from '#domain/tickets.ts'
import type { Millis } from '#domain/time.ts'
import { RETRY_AFTER_S, SURVEY_DUE, type WebhookAttempt } from '#domain/webhooks.ts'
import { messageTo, refusalIn, type TicketNews } from './message.ts'
import type { Post } from './post.ts'

export interface SendNeeds {
  database: Database
  tickets: { many(ids: readonly string[]): Promise<Ticket[]> }
  surveys: { message(ticket: string, survey?: string): Promise<SurveyMessage | undefined> }
  post: Post
  now(): Millis
}

export type WebhookRow = Selectable<Tables['webhook']>
type DeliveryRow = Selectable<Tables['webhook_delivery']>

/** Messages to one subscription at a time. */
const BATCH = 100
const REST_MS = 5_000
const KEEP_DELIVERED_MS = 7 * 86_400_000
/** Gone: who answers so wants to hear no more (Standard Webhooks). */
const GONE = 410

export const keyOf = ({ ticket, number }: Pick<DeliveryRow, 'ticket' | 'number'>): string => `${ticket}/${number}`

export function newsOf({ timeline, clocks: _, parts: __, ...ticket }: Ticket, number: number): TicketNews | undefined {
  const event = timeline[number - 1]
  return event && { key: keyOf({ ticket: ticket.id, number }), event, ticket }
}

/** The customer's number and link are read when they are sent: what was erased or answered meanwhile stays here (D2). */
async function withContact({ surveys }: SendNeeds, webhook: WebhookRow, news: TicketNews): Promise<TicketNews> {
  if (news.event.event !== SURVEY_DUE || webhook.contacts !== 1) return news
  const survey = await surveys.message(news.ticket.id, news.event.detail?.invitation as string | undefined)
  return { ...news, ...(survey && { survey }) }
}

/** Tries once. @returns how it went; it never throws but when `signal` ends it */
export async function attempt(
  { post, now }: Pick<SendNeeds, 'post' | 'now'>,
  webhook: WebhookRow,
  news: TicketNews,
  signal: AbortSignal,
): Promise<WebhookAttempt> {
  try {
    const { url, request } = messageTo(webhook, news, now())
    const answer = await post.send(url, request, signal)
    const error = refusalIn(answer, webhook.format)
    return { at: now(), status: answer.status, ...(error !== undefined && { error }) }
  } catch (error) {
    signal.throwIfAborted()
    return { at: now(), error: (error as Error).message.slice(0, 500) }
  }
}

/** Notes on a subscription how its last attempt went. */
export const noteAttempt = ({ db }: Pick<Database, 'db'>, id: string, { at, status, error }: WebhookAttempt) =>
  db
    .updateTable('webhook')
    .set(eb => ({
      ...{ last_at: at, last_status: status ?? null, last_error: error ?? null },
      failures: error === undefined ? eb.val(0) : eb('failures', '+', 1),
      ...(status === GONE && { active: 0 }),
    }))
    .where('id', '=', id)
    .execute()

function outcome({ attempts }: DeliveryRow, { at, status, error }: WebhookAttempt): Partial<DeliveryRow> {
  const told = { attempts: attempts + 1, status: status ?? null, error: error ?? null }
  if (error === undefined) return { ...told, state: 'delivered', ended_at: at }
  const wait = RETRY_AFTER_S[attempts]
  if (wait === undefined || status === GONE) return { ...told, state: 'dead', ended_at: at }
  return { ...told, next_at: at + wait * 1000 }
}

const dueOf = ({ db }: Database, webhook: string, now: Millis): Promise<DeliveryRow[]> =>
  db
    .selectFrom('webhook_delivery')
    .selectAll()
    .where('webhook', '=', webhook)
    .where('state', '=', 'waiting')
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .orderBy('created_at')
    .orderBy('ticket')
    .orderBy('number')
    .limit(BATCH)
    .execute()

/** Sends what is due to one subscription, oldest first, until something fails; then the rest waits a while too. */
async function sendTo(needs: SendNeeds, webhook: WebhookRow, signal: AbortSignal): Promise<boolean> {
  const { database, tickets } = needs
  const due = await dueOf(database, webhook.id, needs.now())
  const found = await tickets.many([...new Set(due.map(row => row.ticket))])
  const byId = new Map(found.map(ticket => [ticket.id, ticket]))
  const rows = () => database.db.updateTable('webhook_delivery').where('webhook', '=', webhook.id)
  for (const row of due) {
    signal.throwIfAborted()
    const ticket = byId.get(row.ticket)
    const news = ticket && newsOf(ticket, row.number)
    if (!news) continue
    const tried = await attempt(needs, webhook, await withContact(needs, webhook, news), signal)
    await rows().set(outcome(row, tried)).where('ticket', '=', row.ticket).where('number', '=', row.number).execute()
    await noteAttempt(database, webhook.id, tried)
    if (tried.error === undefined) continue
    const rest = tried.at + REST_MS
    await rows().set({ next_at: rest }).where('state', '=', 'waiting').where('next_at', '<', rest).execute()
    break
  }
  return due.length > 0
}

/** Sends what is due: to several subscriptions at once, to each one after the other. @returns whether anything was due */
export async function sendDue(needs: SendNeeds, signal: AbortSignal): Promise<boolean> {
  const { db } = needs.database
  const webhooks = await db.selectFrom('webhook').selectAll().where('active', '=', 1).execute()
  const sent = await Promise.all(webhooks.map(each => sendTo(needs, each, signal)))
  if (!sent.includes(true)) return false
  await db
    .deleteFrom('webhook_delivery')
    .where('state', '=', 'delivered')
    .where('ended_at', '<', needs.now() - KEEP_DELIVERED_MS)
    .execute()
  return true
}
