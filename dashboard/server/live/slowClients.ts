import type { Client, LiveServer } from './clients.ts'

/** Messages that may wait for a client that takes none. */
const MAX_UNREAD = 200

type Connection = Client['conn']
/** What Engine.IO has no public name for: its queue, and the WebSocket (`ws`) under it. */
interface Inside {
  writeBuffer: unknown[]
  transport: { socket?: { terminate?(): void } }
}
const inside = (connection: Connection): Inside => connection as unknown as Inside

/** Without the closing handshake, which who does not read would never answer. */
function cutOff(connection: Connection): void {
  connection.close(true)
  inside(connection).transport.socket?.terminate?.()
}

/** Notes whenever the client's transport takes something. */
export function noteReading(client: Client): void {
  client.conn.on('drain', () => {
    client.data.drained = true
  })
}

/**
 * Lets clients go that took nothing since the last look while much waits for them: memory is not theirs to fill. They
 * come back and ask for what they missed.
 */
export function dropSlow(io: LiveServer): void {
  for (const client of [...io.sockets.sockets.values()]) {
    const stuck = !client.data.drained && inside(client.conn).writeBuffer.length > MAX_UNREAD
    client.data.drained = false
    if (!stuck) continue
    client.disconnect()
    cutOff(client.conn)
  }
}
