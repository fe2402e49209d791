import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openTelemetryStore } from '../../../ingest/stores/openStore.ts'
import { hour, reading } from '../../contracts/telemetryStore.ts'

/** An InfluxDB that answers as the test wants. */
async function influx(answer: (request: IncomingMessage, reply: ServerResponse) => void): Promise<string> {
  const server = createServer(answer)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function openAt(version: 1 | 2, url: string) {
  const names = { database: 'd', org: 'o', bucket: 'b', token: 't' }
  const store = await openTelemetryStore({ dataDir: '/nowhere', influx: { version, url, timeoutMs: 250, ...names } })
  onTestFinished(() => store.close())
  return store
}

const isQuery = (request: IncomingMessage) => request.url?.startsWith('/query') ?? false
const POINTS = { ...hour('pressure'), limit: 10 }

describe.each([1, 2] as const)('an InfluxDB %s that fails', version => {
  it.each([
    [400, 'refused'],
    [422, 'refused'],
    [401, 'misconfigured'],
    [403, 'misconfigured'],
    [404, 'misconfigured'],
    [405, 'misconfigured'],
    [301, 'misconfigured'],
    [413, 'tooLarge'],
    [408, 'retryable'],
    [429, 'retryable'],
    [500, 'retryable'],
    [503, 'retryable'],
    [200, 'misconfigured'],
    [201, 'misconfigured'],
  ] as const)('%i to a write is %s', async (status, failure) => {
    let writes = 0
    const url = await influx((request, reply) => {
      request.resume()
      if (!isQuery(request)) writes++
      reply.writeHead(isQuery(request) ? 200 : status, { 'content-type': 'application/json' })
      reply.end(isQuery(request) ? '{"results":[{}]}' : '{"error":"because of this"}')
    })
    const store = await openAt(version, url)
    await expect(store.append([reading({ pressure: 1 })])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', failure })
    expect(writes).toBe(1)
  })

  it('a request that fails does not keep the next one from being sent', async () => {
    let status = 503
    const url = await influx((request, reply) => {
      request.resume()
      reply.writeHead(status).end()
    })
    const store = await openAt(version, url)
    for (let i = 0; i < 5; i++)
      await expect(store.append([reading({ pressure: 1 })])).rejects.toMatchObject({ failure: 'retryable' })
    status = 204
    await store.append([reading({ pressure: 1 })])
  })

  it('no answer at all is retryable, after the time limit', async () => {
    const url = await influx(request => void request.resume())
    const store = await openAt(version, url)
    await expect(store.append([reading({ pressure: 1 })])).rejects.toMatchObject({
      failure: 'retryable',
      message: expect.stringContaining('no answer within 250 ms'),
    })
    await expect(store.range(POINTS)).rejects.toMatchObject({ failure: 'retryable' })
  })

  it.each([204, 200, 400, 500])('a connection cut in the middle of a %i is retryable', async status => {
    const url = await influx((request, reply) => {
      request.resume()
      request.on('end', () => {
        if (status === 204) return reply.socket?.end('HTTP/1.1 204 No Con', () => reply.socket?.destroy())
        reply.writeHead(status, { 'content-length': 1000, 'content-type': 'application/json' })
        reply.write('{"results', () => reply.socket?.resetAndDestroy())
      })
    })
    const store = await openAt(version, url)
    await expect(store.range(POINTS)).rejects.toMatchObject({ failure: 'retryable' })
    if (status !== 200)
      await expect(store.append([reading({ pressure: 1 })])).rejects.toMatchObject({ failure: 'retryable' })
  })

  it.each([
    '<html>proxy</html>',
    '{"ok":true}',
    '{"results":[{"error":"database not found: d"}]}',
    '{"results":[{"error":"strange"}]}',
  ])('an answer to a query that is not one is an error: %s', async body => {
    const url = await influx((request, reply) => {
      request.resume()
      reply.writeHead(200, { 'content-type': 'application/json' }).end(body)
    })
    const store = await openAt(version, url)
    await expect(store.range(POINTS)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      failure: expect.stringMatching(/misconfigured|refused/),
    })
  })
})
