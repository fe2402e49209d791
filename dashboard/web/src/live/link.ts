import type { Socket } from 'socket.io-client'
import type { ClientToServer, ServerToClient } from '#domain/changes.ts'

export type Client = Socket<ServerToClient, ClientToServer>

/** The socket of the live connection. Its library is fetched when it is first wanted: pages without a log-in do without. */
export interface Link {
  connected(): boolean
  /** The socket; throws before it was ever connected. */
  client(): Client
  /** Connects as soon as the library is here; one that cannot be fetched is fetched again at the next call. */
  connect(): void
  disconnect(): void
}

/** @param listen hears the socket before it first connects */
export function createLink(listen: (socket: Client) => void): Link {
  let socket: Client | undefined
  let fetching = false
  let wanted = false
  const fetch = async () => {
    fetching = true
    const { io } = await import('socket.io-client').finally(() => {
      fetching = false
    })
    socket = io({ autoConnect: false, transports: ['websocket', 'polling'] })
    listen(socket)
    if (wanted) socket.connect()
  }
  return {
    connected: () => socket?.connected ?? false,
    client: () => {
      if (!socket) throw new Error('the live connection is not open yet')
      return socket
    },
    connect: () => {
      wanted = true
      if (socket) socket.connect()
      else if (!fetching) void fetch().catch(() => undefined)
    },
    disconnect: () => {
      wanted = false
      socket?.disconnect()
    },
  }
}
