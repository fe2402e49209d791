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

/** A page of another site may not speak here with the browser of somebody who is inside; devices send no Origin. */
function isOwnOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

function whyNot(request: IncomingMessage): { reason: string; status: string } | undefined {
  if (!isOwnOrigin(request)) return { reason: 'origin', status: '403 Forbidden' }
  if (!speaksMqtt(request)) return { reason: 'subprotocol', status: '400 Bad Request' }
  return undefined
}

interface WebSocketNeeds {
  admit(stream: Duplex, address?: string): void
  /** Told why a WebSocket is refused. */
  onRefused(reason: string): void
}

/** Serves MQTT over WebSocket (MQTT 3.1.1 §6) at `/mqtt`; other upgrades belong to others. @returns undoes it */
export function openWebSocketDoor(server: Server, { admit, onRefused }: WebSocketNeeds): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  })
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (pathOf(request) !== PATH) return
    socket.on('error', () => undefined)
    const refused = whyNot(request)
    if (refused) {
      onRefused(refused.reason)
      socket.end(`HTTP/1.1 ${refused.status}\r\nConnection: close\r\n\r\nOwn origin, and the subprotocol mqtt\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, webSocket => {
      // MQTT-6.0.0-1: packets travel in binary frames, anything else ends the connection.
      webSocket.on('message', (_, isBinary) => isBinary || webSocket.terminate())
      admit(createWebSocketStream(webSocket), request.socket.remoteAddress)
    })
  }
  server.on('upgrade', onUpgrade)
  return () => {
    server.off('upgrade', onUpgrade)
    sockets.close()
  }
}
