import { extname } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { CodedError } from '#domain/errors.ts'

/** Paths that are not pages: an unknown one is an error, not the application. */
const NOT_PAGES = /^\/(?:api|socket\.io|mqtt|livez|readyz|metrics)(?:\/|$)/

const asksForPage = ({ method, url, headers }: FastifyRequest): boolean => {
  const path = url.split('?')[0] ?? ''
  if (!['GET', 'HEAD'].includes(method) || NOT_PAGES.test(path) || extname(path) !== '') return false
  return headers.accept === undefined || /text\/html|\*\/\*/.test(headers.accept)
}

/** The routes that there are, to tell a wrong method from a wrong address. */
function routeMemory(app: FastifyInstance): (request: FastifyRequest) => string[] {
  const known: { method: string; path: RegExp }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    const path = new RegExp(`^${url.replace(/:[^/]+/g, '[^/]+')}$`)
    if (url.startsWith('/api/') && !url.includes('*')) known.push(...[method].flat().map(m => ({ method: m, path })))
  })
  return request => known.filter(r => r.path.test(request.url.split('?')[0] ?? '')).map(r => r.method)
}

/** Answers for addresses that are no route. Call it before the routes are made. */
export function answerUnknown(app: FastifyInstance): void {
  const methodsOf = routeMemory(app)
  app.setNotFoundHandler((request, reply) => {
    if (asksForPage(request)) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    const methods = methodsOf(request)
    if (methods.length === 0 || methods.includes(request.method)) throw new CodedError('NOT_FOUND')
    reply.header('allow', methods.join(', '))
    throw new CodedError('METHOD_NOT_ALLOWED', { allowed: methods })
  })
}

/** Serves the built pages. Files under `assets/` carry a hash in their name and never change. */
export async function serveWebPages(app: FastifyInstance, webDir: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: webDir,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}
