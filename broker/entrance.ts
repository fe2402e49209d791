import type { Duplex } from 'node:stream'
import type { Aedes, Client } from 'aedes'
import type { Log } from '#domain/log.ts'
import { guardFrames } from './frameGuard.ts'
import type { DoorLimits } from './limits.ts'

const nameOf = (client: Client): string => String(client.id ?? '').slice(0, 64)

/** Lets connections in, whatever they came by, and knows which are open. */
export function createEntrance(aedes: Aedes, limits: DoorLimits, log: Log) {
  const streams = new Set<Duplex>()
  const clients = new Set<Client>()
  let closed = false

  const cutOff = (client: Client, error: Error): void =>
    log.warn({ gateway: nameOf(client), reason: error.message }, 'device cut off')
  aedes.on('clientError', cutOff)
  aedes.on('connectionError', cutOff)
  aedes.on('client', client => {
    clients.add(client)
    client.conn.once('close', () => clients.delete(client))
  })

  return {
    admit: (stream: Duplex, address?: string): void => {
      stream.on('error', () => undefined)
      if (closed || streams.size >= limits.connections) {
        log.warn({ address, open: streams.size }, 'connection refused: the door is full or closing')
        stream.destroy()
        return
      }
      streams.add(stream)
      stream.once('close', () => streams.delete(stream))
      guardFrames(stream, limits)
      aedes.handle(stream)
    },
    /** Gateways that are signed in. */
    clients: () => clients.size,
    close: (): void => {
      closed = true
    },
    destroyAll: (): void => {
      for (const stream of streams) stream.destroy()
    },
  }
}
