import type { Duplex } from 'node:stream'
import type { Aedes, Client } from 'aedes'
import type { Log } from '#domain/log.ts'
import type { createDoorCounts } from './doorCounts.ts'
import { type FrameGuard, guardFrames } from './frameGuard.ts'
import type { DoorLimits } from './limits.ts'
import { guardPackets } from './packetGuard.ts'
import { createThrottles } from './throttle.ts'
import { createTurnstile } from './turnstile.ts'

interface EntranceNeeds {
  aedes: Aedes
  limits: DoorLimits
  counts: ReturnType<typeof createDoorCounts>
  log: Log
  /** Milliseconds of a clock that never goes back. */
  steadyNow(): number
}

/** A connection that was let in and speaks MQTT from now on. */
type Serve = (stream: Duplex) => void

const nameOf = (client: Client): string => String(client.id ?? '').slice(0, 64)
const unknownAddress = 'unknown'

function countRefusals(aedes: Aedes, counts: EntranceNeeds['counts'], log: Log): void {
  const told = new WeakSet<Client>()
  const cutOff = (client: Client, error: Error): void => {
    // aedes tells it again for every message that was on its way to that client.
    if (told.has(client)) return
    told.add(client)
    counts.breakOff(client, error)
    log.warn({ gateway: nameOf(client), reason: error.message }, 'device cut off')
  }
  aedes.on('clientError', cutOff)
  aedes.on('connectionError', cutOff)
  aedes.on('connackSent', ({ returnCode }) => {
    if (returnCode) counts.refuseByCode(returnCode)
  })
}

/** The clients that are signed in, kept up to date. */
function followClients(aedes: Aedes, onSignedIn: (client: Client) => void): ReadonlySet<Client> {
  const clients = new Set<Client>()
  aedes.on('client', client => {
    onSignedIn(client)
    // aedes also registers one whose connection closed while it was signing in.
    if ((client.conn as Duplex).destroyed) return
    clients.add(client)
    client.conn.once('close', () => clients.delete(client))
  })
  return clients
}

/** Lets connections in, whatever they came by, and knows which are open. */
export function createEntrance({ aedes, limits, counts, log, steadyNow }: EntranceNeeds) {
  const turnstile = createTurnstile(limits, steadyNow)
  const throttleOf = createThrottles(limits, steadyNow)
  const connections = new Set<Duplex>()
  const guests = new WeakMap<Duplex, { guard: FrameGuard; leave(): void }>()
  const clients = followClients(aedes, client => {
    const guest = guests.get(client.conn as Duplex)
    guest?.leave()
    guest?.guard.throttleBy(throttleOf(client.id))
  })
  let closed = false

  countRefusals(aedes, counts, log)
  const turnAway = (connection: Duplex, reason: string, address: string): void => {
    counts.refuse(reason)
    log.debug({ address, open: connections.size, reason }, 'connection refused')
    connection.destroy()
  }
  const serve =
    (leave: () => void): Serve =>
    stream => {
      stream.on('error', () => undefined)
      guests.set(stream, { guard: guardFrames(stream, limits, { onHeld: counts.hold }), leave })
      guardPackets(aedes.handle(stream), stream)
    }

  const whyClosed = (): 'closing' | 'full' | undefined => {
    if (closed) return 'closing'
    return connections.size >= limits.connections ? 'full' : undefined
  }

  return {
    /** Lets a connection in when its turn comes, or refuses it. `open` makes the MQTT stream of it. */
    admit: (connection: Duplex, address = unknownAddress, open = (go: Serve): void => go(connection)): void => {
      connection.on('error', () => undefined)
      const entered = whyClosed() ?? turnstile.enter(address)
      if (typeof entered === 'string') {
        turnAway(connection, entered, address)
        return
      }
      const { waitMs, leave } = entered
      connections.add(connection)
      const enter = (): void => (closed ? turnAway(connection, 'closing', address) : open(serve(leave)))
      const turn = waitMs > 0 ? setTimeout(enter, waitMs) : undefined
      connection.once('close', () => {
        clearTimeout(turn)
        connections.delete(connection)
        leave()
      })
      if (turn === undefined) enter()
    },
    /** Gateways that are signed in. */
    clients: () => clients.size,
    counts: () => ({ connections: connections.size, strangers: turnstile.strangers() }),
    close: (): void => {
      closed = true
    },
    destroyAll: (): void => {
      for (const connection of connections) connection.destroy()
    },
  }
}
