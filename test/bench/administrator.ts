import { io, type Socket } from 'socket.io-client'
import type { ClientToServer, ServerToClient } from '#domain/changes.ts'
import { PASSWORD, type ServiceChild } from './child.ts'

/** Speaks to a service as its administrator. */
export interface Administrator {
  post<T>(path: string, body: unknown): Promise<T>
  watch(...channels: string[]): Promise<Socket<ServerToClient, ClientToServer>>
}

export async function logIn({ http }: ServiceChild): Promise<Administrator> {
  const url = `http://127.0.0.1:${http}`
  let cookie = ''
  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const headers = { cookie, 'content-type': 'application/json' }
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const session = await call('POST', '/session', { username: 'admin', password: PASSWORD })
  cookie = session.headers
    .getSetCookie()
    .map(c => c.split(';')[0])
    .join('; ')
  return {
    post: async <T>(path: string, body: unknown) => (await (await call('POST', path, body)).json()) as T,
    watch: async (...channels) => {
      const socket: Socket<ServerToClient, ClientToServer> = io(url, {
        extraHeaders: { cookie },
        transports: ['websocket'],
      })
      await new Promise<void>((resolve, reject) => {
        socket.once('hello', () => resolve())
        socket.once('connect_error', reject)
      })
      for (const channel of channels) await socket.emitWithAck('watch', { channel })
      return socket
    },
  }
}
