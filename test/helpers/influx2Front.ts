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

const influxQl = async (url: string, text: string) => {
  const answer = await fetch(`${url}/query`, { method: 'POST', body: new URLSearchParams({ q: text }) })
  return (await answer.json()) as { results: { error?: string; series?: { values: string[][] }[] }[] }
}

/** `/api/v2/buckets`, answered with databases and their default retention policies; a bucket's id is its name in hex. */
async function buckets(url: string, { method, path, query, body }: SeenRequest): Promise<unknown> {
  if (method === 'GET') {
    const { results } = await influxQl(url, `show retention policies on "${query.name}"`)
    if (results[0]?.error !== undefined) return { buckets: [] }
    const hours = Number.parseInt(results[0]?.series?.[0]?.values[0]?.[1] ?? '0', 10)
    const retentionRules = hours === 0 ? [] : [{ type: 'expire', everySeconds: hours * 3600 }]
    const id = Buffer.from(query.name ?? '').toString('hex')
    return { buckets: [{ id, orgID: '0123456789abcdef', name: query.name, retentionRules }] }
  }
  if (method === 'POST') return influxQl(url, `create database "${JSON.parse(body).name}"`)
  const name = Buffer.from(path.split('/').at(-1) ?? '', 'hex').toString()
  const seconds: number = JSON.parse(body).retentionRules[0].everySeconds
  return influxQl(url, `alter retention policy autogen on "${name}" duration ${seconds}s shard duration 1h`)
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
    if (one.path.startsWith('/api/v2/buckets')) {
      reply.writeHead(200, { 'content-type': 'application/json' })
      return reply.end(JSON.stringify(await buckets(influx1Url, one)))
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
