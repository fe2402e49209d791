import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { CodedError } from '#domain/errors.ts'
import { callerOf } from './callerOf.ts'

/** Requests a minute from one address; a wall of screens behind one router stays far below it. */
const REQUESTS_A_MINUTE = 6000

/** Only our own scripts run; no plain-HTTP network inside a building is forced to HTTPS that it does not have. */
const CONTENT_POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  // Photos that were picked are shown before they are sent.
  imgSrc: ["'self'", 'data:', 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
}

/** Headers, cookies and the rate of requests. */
export async function protect(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_POLICY },
    strictTransportSecurity: false,
    frameguard: { action: 'deny' },
  })
  await app.register(cookie)
  await app.register(rateLimit, {
    max: REQUESTS_A_MINUTE,
    timeWindow: 60_000,
    keyGenerator: callerOf,
    errorResponseBuilder: (_request, { ttl }) =>
      new CodedError('TOO_MANY_REQUESTS', { retryAfterS: Math.ceil(ttl / 1000) }),
  })
}
