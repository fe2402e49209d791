import { createHmac } from 'node:crypto'
import type { SurveyMessage } from '#domain/surveys.ts'
import type { Ticket, TimelineEntry } from '#domain/tickets.ts'
import { iso, type Millis } from '#domain/time.ts'
import type { WebhookFormat } from '#domain/webhooks.ts'
import { toWire } from '#domain/wire.ts'
import type { PostAnswer, PostRequest } from './post.ts'

/** A line of a ticket's history on its way to somebody. */
export interface TicketNews {
  key: string
  event: TimelineEntry
  ticket: Omit<Ticket, 'timeline' | 'clocks' | 'parts'>
  /** With `surveyDue`: whom to write to, and the link. */
  survey?: SurveyMessage
}

interface Addressee {
  url: string
  format: WebhookFormat
  secret: string
}

const hmac = (secret: string | Buffer, text: string): string =>
  createHmac('sha256', secret).update(text).digest('base64')

/** As base64 behind `whsec_`, or as it is. */
const keyOf = (secret: string): string | Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret

/** Signed after the Standard Webhooks specification: `webhook-signature: v1,` HMAC-SHA256 of `id.timestamp.body`. */
function signed(key: string, body: string, secret: string, now: Millis): PostRequest {
  const timestamp = String(Math.floor(now / 1000))
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Caretaker',
      'idempotency-key': key,
      'webhook-id': key,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${hmac(keyOf(secret), `${key}.${timestamp}.${body}`)}`,
    },
  }
}

/** Markdown takes these for its own. */
const plain = (text: string): string => text.replace(/[\\`*_[\]<>#]/g, ' ')

function markdown({ key, event, ticket }: TicketNews): { title: string; text: string } {
  const title = `${ticket.id} ${event.to ?? event.event}`
  const lines = [
    `**${plain(title)}** (${ticket.priority})`,
    `> ${plain(`${ticket.site} / ${ticket.equipment}`)}`,
    ...[ticket.place, ticket.faultCode, ticket.title].flatMap(text => (text === undefined ? [] : [`> ${plain(text)}`])),
    `> ${iso(event.at)} · ${plain(event.by)} · ${key}`,
  ]
  return { title: plain(title), text: lines.join('\n\n') }
}

function bodyOf(news: TicketNews, format: WebhookFormat): object {
  if (format === 'json') return toWire(news)
  const { title, text } = markdown(news)
  return { msgtype: 'markdown', markdown: format === 'wecom' ? { content: text } : { title, text } }
}

/** DingTalk's group robots are signed in the address: HMAC-SHA256 of `timestamp\nsecret` (开放平台, 自定义机器人安全设置, 加签). */
function robotUrl(url: string, secret: string, now: Millis): string {
  if (!secret.startsWith('SEC')) return url
  const at = new URL(url)
  at.searchParams.set('timestamp', String(now))
  at.searchParams.set('sign', hmac(secret, `${now}\n${secret}`))
  return at.href
}

/** The request that tells an addressee. */
export function messageTo({ url, format, secret }: Addressee, news: TicketNews, now: Millis) {
  const request = signed(news.key, JSON.stringify(bodyOf(news, format)), secret, now)
  return { url: format === 'dingtalk' ? robotUrl(url, secret, now) : url, request }
}

/** Why an answer is no acceptance; undefined when it is. The robots answer 200 also to what they refuse. */
export function refusalIn({ status, body }: PostAnswer, format: WebhookFormat): string | undefined {
  if (status < 200 || status > 299) return `answered ${status}`
  if (format === 'json') return undefined
  try {
    const { errcode, errmsg } = JSON.parse(body) as { errcode?: number; errmsg?: string }
    return errcode === 0 ? undefined : `errcode ${errcode}: ${String(errmsg).slice(0, 200)}`
  } catch {
    return 'answered something that is not JSON'
  }
}
