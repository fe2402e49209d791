import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { CodedError } from '#domain/errors.ts'
import type { Accounts } from '../auth/accounts.ts'
import { actorOf, COOKIE } from '../auth/guard.ts'
import { SESSION_MS, type Sessions } from '../auth/sessions.ts'
import type { LogInThrottle } from '../auth/throttle.ts'
import type { Api } from '../http/api.ts'
import { callerOf } from '../http/callerOf.ts'
import { strict } from '../views/common.ts'
import { UserView } from '../views/people.ts'

export interface SessionNeeds {
  accounts: Accounts
  sessions: Sessions
  throttle: LogInThrottle
  /** Closes the live connections whose session is over. */
  recheckLive(): Promise<void>
}

const LogIn = strict(
  { username: Type.String({ minLength: 1, maxLength: 64 }), password: Type.String({ minLength: 1, maxLength: 200 }) },
  { $id: 'LogIn' },
)
const Me = Type.Object({ user: UserView })

function setCookie(request: FastifyRequest, reply: FastifyReply, token: string, maxAgeMs: number): void {
  reply.header('cache-control', 'no-store').setCookie(COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    maxAge: Math.floor(maxAgeMs / 1000),
  })
}

/** Log in, who am I, log out. */
export function sessionRoutes(app: Api, { accounts, sessions, throttle, recheckLive }: SessionNeeds): void {
  app.post(
    '/api/session',
    { schema: { tags: ['session'], body: LogIn, response: { 200: Me } } },
    async (request, reply) => {
      const { username, password } = request.body
      throttle.attempt(callerOf(request), username)
      const account = await accounts.verify(username, password)
      if (!account) throw new CodedError('WRONG_PASSWORD')
      throttle.succeeded(callerOf(request), username)
      setCookie(request, reply, await sessions.start(account.username, request.cookies[COOKIE]), SESSION_MS)
      return { user: { username: account.username, role: account.role, sites: [...account.sites] } }
    },
  )

  app.get('/api/session', { schema: { tags: ['session'], response: { 200: Me } } }, async (request, reply) => {
    const { username, role, sites } = actorOf(request)
    reply.header('cache-control', 'no-store')
    return { user: { username, role, sites: [...sites] } }
  })

  app.delete(
    '/api/session',
    { schema: { tags: ['session'], response: { 204: Type.Null() } } },
    async (request, reply) => {
      const token = request.cookies[COOKIE]
      if (token !== undefined) {
        await sessions.end(token)
        await recheckLive()
      }
      setCookie(request, reply, '', 0)
      return reply.status(204).send(null)
    },
  )
}
