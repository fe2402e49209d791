import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request as InfluxDB 2 would have seen it. */
interface SeenRequest {
  method: string
  path: string
  query: Record<string, string>
  authorization: string | undefined
  contentType: string | undefined
  body: string
}

export interface Influx2Front {
  url: string
  seen: SeenRequest[]
  stop(): Promise<void>
}

async function see(request: IncomingMessage): Promise<SeenRequest> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://front')
  return {
    method: request.method ?? '',
    path: pathname,
    query: Object.fromEntries(searchParams),
    authorization: request.headers.authorization,
    contentType: request.headers['content-type'],
    body: await text(request),
  }
}

/** What the 1.x server behind is asked instead: the bucket is its database. */
function behind(url: string, { path, query, contentType = '', body }: SeenRequest): Promise<Response> {
  const target =
    path === '/api/v2/write'
      ? `/write?${new URLSearchParams({ db: query.bucket ?? '', precision: query.precision ?? '' })}`
      : `${path}?${new URLSearchParams(query)}`
  return fetch(`${url}${target}`, { method: 'POST', headers: { 'content-type': contentType }, body })
}

const listen = async (server: Server): Promise<number> => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

/**
 * Stands before an InfluxDB 1.x as an InfluxDB 2: `/api/v2/write` goes to `/write`, `/query` as it is, both only with
 * the token. Debian has no InfluxDB 2; this shows that the requests have its shape and that the reads work on a real server.
 */
export async function startInflux2Front(influx1Url: string, token: string): Promise<Influx2Front> {
  const seen: SeenRequest[] = []
  const server = createServer(async (request, reply) => {
    const one = await see(request)
    seen.push(one)
    if (one.authorization !== `Token ${token}`) {
      reply.writeHead(401, { 'content-type': 'application/json' })
      return reply.end(JSON.stringify({ code: 'unauthorized', message: 'unauthorized access' }))
    }
    const answer = await behind(influx1Url, one)
    reply.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
    return reply.end(await answer.text())
  })
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
