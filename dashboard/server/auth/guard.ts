import type { FastifyRequest } from 'fastify'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import { accessOf, allows } from './access.ts'
import { type Credential, credentialOf, type Sessions } from './sessions.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; on public routes it stays undefined. */
    actor: Actor | undefined
  }
}

export const COOKIE = 'caretaker_session'
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/** What a request shows to be let in; a token goes before the cookie. */
export function shownCredential(
  headers: FastifyRequest['headers'],
  cookies: Record<string, string | undefined>,
): Credential | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return credentialOf('token', bearer)
  const session = cookies[COOKIE]
  return session === undefined ? undefined : credentialOf('session', session)
}

/** Whether a browser sent this from a page of the same origin; programs that are no browser send neither header. */
export function fromSameOrigin(headers: FastifyRequest['headers'], host: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin } = headers
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}

/** Who may call: asked of every request before its body is read. */
export function createGuard(sessions: Sessions) {
  return async (request: FastifyRequest): Promise<void> => {
    const { method, headers, routeOptions } = request
    if (routeOptions.url === undefined) return
    const byToken = /^Bearer /i.test(headers.authorization ?? '')
    if (!SAFE_METHODS.includes(method) && !byToken && !fromSameOrigin(headers, request.host))
      throw new CodedError('FORBIDDEN', { reason: 'foreignOrigin' }, 'The request comes from another site')
    const access = accessOf(method, routeOptions.url)
    if (access === 'public') return
    const shown = shownCredential(headers, request.cookies)
    const actor = shown && (await sessions.identify(shown))
    if (!actor) throw new CodedError('UNAUTHENTICATED')
    if (access === undefined || !allows(access, actor)) throw new CodedError('FORBIDDEN')
    request.actor = actor
  }
}

/** Who calls a route that is not public. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw new CodedError('UNAUTHENTICATED')
  return request.actor
}
