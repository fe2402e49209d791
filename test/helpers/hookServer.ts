import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export interface Heard {
  path: string
  headers: IncomingMessage['headers']
  body: string
  key: string
}

export interface HookServer {
  url: string
  /** What came in, in order. */
  heard: Heard[]
  /** How it answers from now on; 200 at first. */
  answer: (heard: Heard, response: ServerResponse) => void
}

/** A server of somebody else's, which hears what webhooks send. */
export async function startHookServer(): Promise<HookServer> {
  const ok = (_: Heard, response: ServerResponse) => void response.writeHead(200).end()
  const hooks: HookServer = { url: '', heard: [], answer: ok }
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const { url: path = '', headers } = request
    const heard = { path, headers, body, key: String(headers['webhook-id']) }
    hooks.heard.push(heard)
    hooks.answer(heard, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  hooks.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return hooks
}
