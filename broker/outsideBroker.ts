import { connect, connectAsync, type IPublishPacket, type MqttClient } from 'mqtt'
import type { Log } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'
import { acknowledgeAfterCommit } from './acknowledgement.ts'
import type { Broker, OutsideBrokerNeeds } from './face.ts'
import { FILTERS, LEFT } from './filters.ts'

const STOP_MS = 3_000
const RETRY = { firstMs: 500, longestMs: 30_000 }

/** Between half of the delay and the whole, so that many services do not come back in step. */
const jittered = (attempt: number): number =>
  Math.min(RETRY.firstMs * 2 ** attempt, RETRY.longestMs) * (0.5 + Math.random() / 2)

function toMessage({ topic, payload, qos }: IPublishPacket, receivedAt: number): DeviceMessage {
  const [, , site = '', gateway = ''] = topic.split('/')
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
  return { topic, payload: bytes, qos, receivedAt, site, gateway }
}

interface LinkNeeds {
  filters: readonly string[]
  /** Left first. */
  leaves: readonly string[]
  where: string
  log: Log
  onLink(up: boolean): void
}

/** Subscribes after every CONNACK: a broker that lost our session would otherwise stay silent. */
function keepSubscribed(client: MqttClient, { filters, leaves, where, log, onLink }: LinkNeeds) {
  let subscribed = false
  let attempt = 0
  let told = false
  const settled = new Promise<void>(resolve => {
    client.on('connect', () => {
      attempt = 0
      const left = leaves.length > 0 ? client.unsubscribeAsync([...leaves]) : Promise.resolve(undefined)
      const stands = left.then(() => client.subscribeAsync([...filters], { qos: 1 }))
      stands.then(
        () => {
          subscribed = true
          told = false
          onLink(true)
          log.info({ broker: where }, 'connected to the outside broker')
          resolve()
        },
        (err: unknown) => {
          log.error({ broker: where, err }, 'the outside broker refused the subscription')
          resolve()
        },
      )
    })
    client.on('close', () => {
      subscribed = false
      onLink(false)
      client.options.reconnectPeriod = jittered(attempt++)
      if (!told) log.warn({ broker: where }, 'the outside broker does not answer; trying again')
      told = true
      resolve()
    })
  })
  client.on('error', (error: Error) => log.debug({ broker: where, reason: error.message }, 'outside broker'))
  return { settled, connected: () => client.connected && subscribed }
}

/**
 * Listens at somebody else's broker (mosquitto, EMQX, NATS…) with a persistent session, and acknowledges a message
 * when it is on disk. Who may publish what is that broker's affair: the topic says whose a message is.
 * Resolves after the first attempt, successful or not; afterwards it keeps trying.
 */
export async function connectBroker(needs: OutsideBrokerNeeds): Promise<Broker> {
  const { url, accept, log, role = 'service', clientId = 'caretaker', window = 500, now = Date.now } = needs
  const { onLink = () => undefined } = needs
  const client = connect(url, {
    clientId,
    clean: false,
    protocolVersion: 4,
    keepalive: 30,
    connectTimeout: 10_000,
    reconnectPeriod: jittered(0),
    resubscribe: false,
  })
  const messages = acknowledgeAfterCommit({
    client,
    read: packet => toMessage(packet, now()),
    accept,
    window,
    log,
  })
  const publish: Broker['publish'] = async (topic, payload, { retain }) =>
    void (await client.publishAsync(topic, payload, { qos: 1, retain }))
  const link = keepSubscribed(client, {
    ...{ filters: FILTERS[role], leaves: LEFT[role] ?? [], where: new URL(url).host, log },
    onLink: up => onLink(up, publish),
  })
  await link.settled

  return {
    port: 0,
    publish,
    stats: () => ({ clients: link.connected() ? 1 : 0, connected: link.connected() }),
    stop: async () => {
      await messages.close(STOP_MS)
      await client.endAsync(!client.connected)
    },
  }
}

/** Lets the broker forget a session, and whatever it keeps for it (MQTT-3.1.2-6: CONNECT with clean session). */
export async function forgetSession(url: string, clientId: string): Promise<void> {
  const client = await connectAsync(url, { clientId, clean: true, protocolVersion: 4, connectTimeout: 10_000 }, false)
  await client.endAsync()
}
