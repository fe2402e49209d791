import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { createWebSocketStream, WebSocketServer } from 'ws'

const PATH = '/mqtt'
const SUBPROTOCOL = 'mqtt'
/** A WebSocket message may hold several packets. */
const MAX_MESSAGE_BYTES = 262_144

const pathOf = (request: IncomingMessage): string | undefined => request.url?.split('?')[0]
const speaksMqtt = ({ headers }: IncomingMessage): boolean =>
  (headers['sec-websocket-protocol'] ?? '').split(',').some(offered => offered.trim() === SUBPROTOCOL)

/** Serves MQTT over WebSocket (MQTT 3.1.1 §6) at `/mqtt`; other upgrades belong to others. @returns undoes it */
export function openWebSocketDoor(server: Server, admit: (stream: Duplex, address?: string) => void): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  })
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (pathOf(request) !== PATH) return
    socket.on('error', () => undefined)
    if (!speaksMqtt(request)) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nThe subprotocol must be mqtt\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, webSocket =>
      admit(createWebSocketStream(webSocket), request.socket.remoteAddress),
    )
  }
  server.on('upgrade', onUpgrade)
  return () => {
    server.off('upgrade', onUpgrade)
    sockets.close()
  }
}
