import type { Server as HttpServer } from 'node:http'
import type { Duplex } from 'node:stream'
import type { LiveServer } from './clients.ts'

/** How long clients have to say goodbye. */
const GOODBYE_MS = 1000

/**
 * Closes the server and every connection, live or not; who does not answer within a second is cut off. Engine.IO forgets
 * a connection before it is really closed, so the sockets are noted from the start.
 * @returns the close
 */
export function trackSockets(io: LiveServer, server: HttpServer): () => Promise<void> {
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (_request, socket) => {
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
  })
  return async () => {
    const patience = setTimeout(() => {
      for (const socket of upgraded) socket.destroy()
      server.closeAllConnections()
    }, GOODBYE_MS)
    await io.close()
    clearTimeout(patience)
  }
}
