import { lookup } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { CodedError } from '#domain/errors.ts'
import { type Allowed, allowedBy, hostOf } from './allowed.ts'

export interface PostRequest {
  headers: Readonly<Record<string, string>>
  body: string
}

export interface PostAnswer {
  status: number
  /** The first 4 KiB. */
  body: string
}

/** Sends to places that others name, and to none that only we can reach (CWE-918, server-side request forgery). */
export interface Post {
  /** @throws CodedError WEBHOOK_ADDRESS when nothing would ever be sent there */
  check(url: string): void
  /** Redirects are not followed. @throws Error in words when there is no answer within ten seconds, or no such place */
  send(url: string, request: PostRequest, signal: AbortSignal): Promise<PostAnswer>
}

const PATIENCE_MS = 10_000
const MOST_ANSWER = 4_096

const refused = (url: string, why: string): CodedError => new CodedError('WEBHOOK_ADDRESS', { url, why }, why)

/** What a URL says by itself; what its name resolves to is looked at with each connection. */
function checked(given: string, allowed: Allowed): URL {
  if (!URL.canParse(given)) throw refused(given, 'not a URL')
  const url = new URL(given)
  const host = hostOf(url)
  if (url.username !== '' || url.password !== '') throw refused(given, 'a URL with a password')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowed.listed(host)))
    throw refused(given, 'https is needed for hosts that WEBHOOK_ALLOW does not name')
  if (isIP(host) !== 0 && !allowed.address(host, host)) throw refused(given, `${host} is not a public address`)
  return url
}

/** Resolves as usual, but only to addresses that are allowed: the very ones that are then connected to. */
const guardedLookup =
  (allowed: Allowed): LookupFunction =>
  (host, options, done) =>
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, [])
      const fit = found.filter(({ address }) => allowed.address(host.toLowerCase(), address))
      const [first] = fit
      if (!first) return done(new Error(`${host} does not lead to a public address`), [])
      return options.all ? done(null, fit) : done(null, first.address, first.family)
    })

/** @param allow see `allowedBy` @throws CodedError CONFIG_INVALID */
export function createPost(allow: readonly string[] = []): Post {
  const allowed = allowedBy(allow)
  const lookupAllowed = guardedLookup(allowed)
  return {
    check: url => void checked(url, allowed),
    send: (given, { headers, body }, signal) => {
      const url = checked(given, allowed)
      const request = url.protocol === 'https:' ? requestHttps : requestHttp
      const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
      return new Promise((resolve, reject) => {
        const length = { 'content-length': String(Buffer.byteLength(body)) }
        const options = {
          method: 'POST',
          headers: { ...headers, ...length },
          lookup: lookupAllowed,
          agent: false as const,
        }
        const sent = request(url, { ...options, signal: patience }, answer => {
          let text = ''
          answer.setEncoding('utf8')
          answer.on('data', (chunk: string) => {
            text = (text + chunk).slice(0, MOST_ANSWER)
          })
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }))
          answer.on('error', reject)
        })
        sent.on('error', error => reject(patience.aborted && !signal.aborted ? new Error('no answer in time') : error))
        sent.end(body)
      })
    },
  }
}
