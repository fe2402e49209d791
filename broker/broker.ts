import type { EventEmitter } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Aedes } from 'aedes'
import { createIdentities } from './authentication.ts'
import { createCredentials } from './credentials.ts'
import { createEntrance } from './entrance.ts'
import type { Broker, BrokerNeeds } from './face.ts'
import { createHooks } from './hooks.ts'
import { createInFlight } from './inFlight.ts'
import { DOOR_LIMITS, type DoorLimits } from './limits.ts'
import { listen } from './listen.ts'
import { restrictOfflineQueues } from './offlineQueues.ts'
import { openWebSocketDoor } from './webSocketDoor.ts'

export type { Broker, BrokerNeeds, OutsideBrokerNeeds } from './face.ts'
export { connectBroker } from './outsideBroker.ts'

const aedesLimits = (limits: DoorLimits) => ({
  connectTimeout: limits.connectTimeoutMs,
  keepaliveLimit: limits.keepaliveS,
  drainTimeout: limits.drainMs,
  // aedes publishes the Wills of brokers without a heartbeat, also its own after the machine slept: hardly ever look.
  heartbeatInterval: 86_400_000,
})

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
  const { accept, log, now = Date.now } = needs
  const limits = { ...DOOR_LIMITS, ...needs.limits }
  const identities = createIdentities(createCredentials({ authenticate: needs.authenticate, limits, now }))
  const inFlight = createInFlight()
  const doors: (() => void)[] = []
  let closing = false

  const hooks = createHooks({ identities, accept, track: inFlight.add, closing: () => closing, log, now })
  const aedes = await Aedes.createBroker({ ...aedesLimits(limits), ...hooks })
  const events: EventEmitter = aedes
  events.on('error', (err: unknown) => log.error({ err }, 'the broker failed at something'))
  restrictOfflineQueues(aedes, identities.ofGateway)
  const entrance = createEntrance(aedes, limits, log)
  const opening = listen(needs.host, needs.port, socket => entrance.admit(socket, socket.remoteAddress))
  const server = await opening.catch(async (error: unknown) => {
    await closeAedes(aedes)
    throw error
  })

  return {
    port: (server.address() as AddressInfo).port,
    publish: publishTo(aedes),
    attach: http => void doors.push(openWebSocketDoor(http, entrance.admit)),
    stats: () => ({ clients: entrance.clients(), connected: true }),
    stop: async () => {
      closing = true
      entrance.close()
      for (const close of doors.splice(0)) close()
      const closed = new Promise(resolve => server.close(resolve))
      await inFlight.settle(limits.stopMs)
      // aedes writes the last PUBACKs in the turn after their messages were committed.
      await new Promise(setImmediate)
      await closeAedes(aedes)
      entrance.destroyAll()
      await closed
    },
  }
}
