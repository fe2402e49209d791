import type { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import type { Client } from 'aedes'
import type { Packet } from 'mqtt-packet'

/** What a decoder leaves where the bytes were no UTF-8, and U+0000: no text of MQTT may hold them. */
const ILL_FORMED = /[\0\uFFFD]/
const UNACCEPTABLE_PROTOCOL = Buffer.from([0x20, 2, 0, 1])

function textsOf(packet: Packet): (string | undefined)[] {
  switch (packet.cmd) {
    case 'connect':
      return [packet.clientId, packet.username, packet.will?.topic]
    case 'publish':
      return [packet.topic]
    case 'subscribe':
      return packet.subscriptions.map(({ topic }) => topic)
    case 'unsubscribe':
      return packet.unsubscriptions
    default:
      return []
  }
}

/**
 * Closes what MQTT 3.1.1 says must be closed and aedes lets pass: ill-formed UTF-8 (MQTT-1.5.3-1) and U+0000
 * (MQTT-1.5.3-2). Answers a protocol level that nobody knows with CONNACK 1 (MQTT-3.1.2-2).
 */
export function guardPackets(client: Client, stream: Duplex): void {
  const { _parser: parser } = client as unknown as { _parser: EventEmitter }
  const handlers = parser.listeners('packet')
  parser.removeAllListeners('packet')
  parser.on('packet', (packet: Packet) => {
    if (textsOf(packet).some(text => text !== undefined && ILL_FORMED.test(text)))
      client.emit('error', new Error('a text is no UTF-8, or holds U+0000'))
    else for (const handle of handlers) handle.call(parser, packet)
  })
  parser.prependListener('error', (error: Error) => {
    if (error.message === 'Invalid protocol version') stream.write(UNACCEPTABLE_PROTOCOL)
  })
}
