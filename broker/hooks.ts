import type { Duplex } from 'node:stream'
import type { AedesOptions, AuthenticateError, Client, PublishPacket } from 'aedes'
import type { Log } from '#domain/log.ts'
import type { createIdentities } from './authentication.ts'
import type { Accept } from './face.ts'
import type { DoorLimits } from './limits.ts'
import { type Identity, mayReceive, maySubscribe, whyNotPublish } from './permissions.ts'
import { SESSION_MARK } from './sessions.ts'
import type { createSubscriptionLimit } from './subscriptionLimit.ts'
import { createTurns } from './turns.ts'

interface HookNeeds {
  identities: ReturnType<typeof createIdentities>
  accept: Accept
  subscriptions: ReturnType<typeof createSubscriptionLimit>
  limits: Pick<DoorLimits, 'unreadBytes'>
  /** Told of every message that is on its way to disk. */
  track(work: Promise<void>): void
  /** True once nothing more may come in. */
  closing(): boolean
  log: Log
  now(): number
}

type Hooks = Required<
  Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>
>

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

/** What throws at once fails like what fails later. */
function attempt(work: () => Promise<void>): Promise<void> {
  try {
    return work()
  } catch (error) {
    return Promise.reject(asError(error))
  }
}

/** While its messages wait for the disk, a gateway's pings wait behind them: it is not dead for that. */
const noteAlive = (client: Client): void =>
  void (client as unknown as { _keepaliveTimer: NodeJS.Timeout | null })._keepaliveTimer?.refresh()

interface IncomingStore {
  incomingGetPacket(client: Client, packet: PublishPacket): Promise<unknown>
}

/** Whether a QoS 2 message was taken in before and its PUBREL has not come yet (MQTT-4.3.3-2). */
function wasTakenIn(client: Client | null, packet: PublishPacket): Promise<boolean> {
  if (client === null) return Promise.resolve(false)
  const { persistence } = (client as unknown as { broker: { persistence: IncomingStore } }).broker
  return persistence.incomingGetPacket(client, packet).then(
    () => true,
    () => false,
  )
}

/** Cuts a subscriber off that leaves too much unread. */
function hasRoom({ conn }: Client, unreadBytes: number): boolean {
  if ((conn as Duplex).writableLength <= unreadBytes) return true
  conn.destroy(new Error('too much waits for a subscriber that does not read'))
  return false
}

/** Hands aedes the outcome of a work; an answer that throws closes that one connection. */
function createReply(log: Log) {
  return (client: Client | null, work: Promise<void>, answer: (error: Error | null) => void): void => {
    const say = (error: Error | null): void => {
      try {
        answer(error)
      } catch (err) {
        log.error({ err, gateway: client?.id }, 'an answer to a device failed')
        client?.conn.destroy()
      }
    }
    work.then(
      () => say(null),
      (error: unknown) => say(asError(error)),
    )
  }
}

/**
 * What aedes asks before it does anything. A hook that throws or rejects would end the process, so each answers
 * through `reply`.
 */
export function createHooks(needs: HookNeeds): Hooks {
  const { identities, accept, subscriptions, limits, track, closing, log, now } = needs
  const inTurn = createTurns<Client>()

  const reply = createReply(log)

  // aedes asks for the Wills of brokers that are gone without a client; the packet names it.
  const senderOf = (client: Client | null, packet: PublishPacket): Identity | undefined =>
    client ? identities.of(client) : identities.ofGateway((packet as { clientId?: string }).clientId ?? '')

  const take = (client: Client | null, packet: PublishPacket, identity: Identity): Promise<void> => {
    const { topic, payload, qos } = packet
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
    return accept({ topic, payload: bytes, qos, receivedAt: now(), ...identity }).then(
      () => void (client && noteAlive(client)),
      (cause: unknown) => {
        throw new Error(`not on disk: ${asError(cause).message}`, { cause })
      },
    )
  }
  // Every message comes this way: one promise fewer is worth more than `async`.
  const receive = (client: Client | null, packet: PublishPacket): Promise<void> => {
    const { topic, qos, retain } = packet
    const identity = senderOf(client, packet)
    if (!identity) return Promise.reject(new Error('published without an identity'))
    const problem = whyNotPublish(identity, { topic, retain })
    if (problem !== undefined) return Promise.reject(new Error(`${problem}: ${topic.slice(0, 256)}`))
    if (qos !== 2) return take(client, packet, identity)
    return wasTakenIn(client, packet).then(taken => (taken ? undefined : take(client, packet, identity)))
  }

  return {
    preConnect: (client, packet, callback) => {
      identities.noteConnect(client, packet)
      callback(null, true)
    },
    authenticate: (client, username, password, callback) =>
      reply(client, identities.prove(client, username, password), error =>
        callback(error as AuthenticateError | null, error === null),
      ),
    // aedes writes PUBACK when this answers, so it answers when the message is on disk.
    authorizePublish: (client, packet, callback) => {
      if (closing()) return
      const work = attempt(() => receive(client, packet))
      track(work)
      // A connection that is already closed leaves its Will, which waits for nothing.
      reply(client, client && !client.closed ? inTurn(client, work) : work, callback)
    },
    authorizeSubscribe: (client, subscription, callback) => {
      if (subscription.topic === SESSION_MARK) return callback(null, null)
      const identity = identities.of(client)
      const allowed =
        identity !== undefined &&
        maySubscribe(identity, subscription.topic) &&
        subscriptions.allow(client, subscription.topic)
      if (!allowed) log.warn({ gateway: client.id, topic: subscription.topic.slice(0, 256) }, 'subscription refused')
      callback(null, allowed ? subscription : null)
    },
    authorizeForward: (client, packet) => {
      if (!hasRoom(client, limits.unreadBytes)) return null
      const identity = identities.of(client)
      return identity && mayReceive(identity, packet.topic) ? packet : null
    },
  }
}
