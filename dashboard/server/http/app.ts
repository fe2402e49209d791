import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify from 'fastify'
import type { Log } from '#domain/log.ts'
import { type Access, accessOf } from '../auth/access.ts'
import { createGuard } from '../auth/guard.ts'
import type { Sessions } from '../auth/sessions.ts'
import type { Api } from './api.ts'
import { answerBadAddress, answerBrokenHttp, answerErrors } from './errors.ts'
import { protect } from './protect.ts'
import { checkRequests } from './validation.ts'
import { answerUnknown } from './webPages.ts'

const MAX_BODY_BYTES = 1_048_576
const MAX_PARAM_LENGTH = 200

export interface RouteEntry {
  method: string
  url: string
  access: Access
}

/** Keeps a list of the routes; one that nobody gave access to does not start. */
function listRoutes(app: Api): RouteEntry[] {
  const routes: RouteEntry[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) {
      const access = accessOf(one, url)
      if (access === undefined) throw new Error(`auth/access.ts does not say who may call ${one} ${url}`)
      routes.push({ method: one, url, access })
    }
  })
  return routes
}

/** An empty application: every request is named, checked and answered in our way, and let in only where it may. */
export async function createApp({
  sessions,
  log,
}: {
  sessions: Sessions
  log: Log
}): Promise<{ app: Api; routes: RouteEntry[] }> {
  const app: Api = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    frameworkErrors: answerBadAddress,
    clientErrorHandler: answerBrokenHttp,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // A reverse proxy on this machine may say for whom it asks; nobody else.
    trustProxy: 'loopback',
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
  }).withTypeProvider<TypeBoxTypeProvider>()
  const routes = listRoutes(app)
  app.removeContentTypeParser('text/plain')
  app.decorateRequest('actor', undefined)
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id))
  answerErrors(app, log)
  answerUnknown(app)
  checkRequests(app)
  await protect(app)
  await app.register(compress, { encodings: ['gzip'] })
  app.addHook('onRequest', createGuard(sessions))
  return { app, routes }
}
