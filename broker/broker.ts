import type { EventEmitter } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { Aedes } from 'aedes'
import type { Log } from '#domain/log.ts'
import { createIdentities } from './authentication.ts'
import { boundMemory } from './boundMemory.ts'
import { createCredentials } from './credentials.ts'
import { createDoorCounts } from './doorCounts.ts'
import { createEntrance } from './entrance.ts'
import type { Broker, BrokerNeeds } from './face.ts'
import { createHooks } from './hooks.ts'
import { createInFlight } from './inFlight.ts'
import { DOOR_LIMITS, type DoorLimits } from './limits.ts'
import { listen } from './listen.ts'
import { whileThereIsRoom } from './roomForMore.ts'
import { routeOnlyWhatIsRead } from './routing.ts'
import { createSubscriptionLimit } from './subscriptionLimit.ts'
import { openTlsDoor } from './tlsDoor.ts'
import { openWebSocketDoor } from './webSocketDoor.ts'

export type { Broker, BrokerNeeds, OutsideBrokerNeeds } from './face.ts'
export { connectBroker, forgetSession } from './outsideBroker.ts'

const aedesLimits = (limits: DoorLimits) => ({
  connectTimeout: limits.connectTimeoutMs,
  keepaliveLimit: limits.keepaliveS,
  drainTimeout: limits.drainMs,
  // No limit: the hundred deliveries that aedes allows by default would all wait for one subscriber that does not read.
  concurrency: 0,
  // aedes publishes the Wills of brokers without a heartbeat, also its own after the machine slept: hardly ever look.
  heartbeatInterval: 86_400_000,
})

const surviveErrors = (aedes: EventEmitter, log: Log): void =>
  void aedes.on('error', (err: unknown) => log.error({ err }, 'the broker failed at something'))

const closeAedes = (aedes: Aedes): Promise<void> => new Promise(resolve => aedes.close(() => resolve()))

const publishTo =
  (aedes: Aedes): Broker['publish'] =>
  (topic, payload, { retain }) =>
    new Promise((resolve, reject) =>
      aedes.publish({ cmd: 'publish', topic, payload, retain, qos: 1, dup: false }, error =>
        error ? reject(error) : resolve(),
      ),
    )

/**
 * The embedded broker: MQTT 3.1.1 over TCP, and over WebSocket where attached. A gateway signs in with its id and
 * its own password and speaks under its own prefix. PUBACK goes out after `accept` resolved.
 * @throws CodedError PORT_IN_USE
 */
export async function createBroker(needs: BrokerNeeds): Promise<Broker> {
  const { host, accept, log, tls, now = Date.now } = needs
  const limits = { ...DOOR_LIMITS, ...needs.limits }
  const credentials = createCredentials({ authenticate: needs.authenticate, limits, now })
  const identities = createIdentities(whileThereIsRoom(needs.mayConnect, credentials))
  const inFlight = createInFlight()
  const counts = createDoorCounts()
  const subscriptions = createSubscriptionLimit(limits.subscriptions)
  const undo: (() => unknown)[] = []
  let closing = false

  const own = { identities, accept, limits, subscriptions, track: inFlight.add, closing: () => closing, log, now }
  const aedes = await Aedes.createBroker({ ...aedesLimits(limits), ...createHooks(own) })
  surviveErrors(aedes, log)
  routeOnlyWhatIsRead(aedes)
  aedes.on('unsubscribe', (filters, client) => subscriptions.release(client, filters))
  const memory = boundMemory(aedes, { limits, identityOf: identities.ofGateway, now })
  const { admit, ...entrance } = createEntrance({ aedes, limits, counts, log, steadyNow: () => performance.now() })

  const keep = (server: Server): number => {
    undo.push(() => new Promise(resolve => server.close(resolve)))
    return (server.address() as AddressInfo).port
  }
  const stop = async (): Promise<void> => {
    closing = true
    entrance.close()
    const closed = undo.splice(0).map(close => close())
    await inFlight.settle(limits.stopMs)
    // aedes writes the last PUBACKs in the turn after their messages were committed.
    await new Promise(setImmediate)
    await closeAedes(aedes)
    entrance.destroyAll()
    await Promise.all(closed)
  }
  const onRefused = counts.refuse
  const open = async () => {
    const port = keep(await listen(host, needs.port, socket => admit(socket, socket.remoteAddress)))
    return tls ? { port, tlsPort: keep(await openTlsDoor({ host, files: tls, limits, admit, onRefused })) } : { port }
  }
  const ports = await open().catch(async (error: unknown) => {
    await stop()
    throw error
  })

  return {
    ...ports,
    publish: publishTo(aedes),
    attach: http => void undo.push(openWebSocketDoor(http, { admit, onRefused })),
    stats: () => ({
      clients: entrance.clients(),
      connected: true,
      door: { ...entrance.counts(), ...counts.counts(), ...memory.counts() },
    }),
    stop,
  }
}
