import type { IPublishPacket, MqttClient } from 'mqtt'
import type { Log } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'
import type { Accept } from './face.ts'
import { createInFlight } from './inFlight.ts'
import { createTurns } from './turns.ts'

interface AcknowledgementNeeds {
  client: MqttClient
  read(packet: IPublishPacket): DeviceMessage
  accept: Accept
  /** Messages that may wait for their commit at the same time. */
  window: number
  log: Log
}

/**
 * Acknowledges each message of an outside broker after its own commit, in the order of arrival, while up to `window`
 * of them wait. MQTT.js hands on one message at a time and acknowledges when that one is done: 5 ms of commit would
 * make 200 messages a second. So it is told "not done" at once, which keeps it silent, and PUBACK is sent here.
 */
export function acknowledgeAfterCommit({ client, read, accept, window, log }: AcknowledgementNeeds) {
  const inTurn = createTurns<object>()
  const inFlight = createInFlight()
  let closing = false
  let goOn: (() => void) | undefined

  client.handleMessage = (packet, done) => {
    if (closing) return
    const connection = client.stream
    const work = inTurn(connection, accept(read(packet)))
    inFlight.add(work)
    work
      .then(() => {
        // A message id means something on the connection it came by; on a later one it may be another message.
        if (packet.qos === 1 && client.stream === connection && client.connected)
          // biome-ignore lint/complexity/useLiteralKeys: private in MQTT.js' types; the tests of the outside broker guard it
          client['_sendPacket']({ cmd: 'puback', messageId: packet.messageId as number })
      })
      .catch((err: unknown) => {
        if (!connection.destroyed)
          log.error({ err }, 'a message was not taken in: the outside broker will send it again')
        connection.destroy()
      })
      .finally(() => goOn?.())
    const next = () => done(packet.qos === 1 ? new Error('acknowledged after the commit') : undefined)
    if (inFlight.size() < window) return next()
    goOn = () => {
      goOn = undefined
      next()
    }
  }

  return {
    /** Takes no more messages; resolves when those under way are on disk, or after `ms`. */
    close: async (ms: number): Promise<void> => {
      closing = true
      await inFlight.settle(ms)
      await new Promise(setImmediate)
    },
  }
}
