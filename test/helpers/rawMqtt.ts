import type { Socket } from 'node:net'
import { generate, type IConnectPacket, type Packet, parser } from 'mqtt-packet'
import { closed, passwordOf } from './door.ts'

/** A client that sends what it is told, right or wrong, and shows what comes back. */
export interface RawMqtt {
  send(...packets: (Packet | Uint8Array)[]): void
  /** What came so far. */
  received: Packet[]
  /** The next packet of this kind that was not handed out yet; rejects when the connection closes first. */
  next<Cmd extends Packet['cmd']>(cmd: Cmd): Promise<Extract<Packet, { cmd: Cmd }>>
  /** Resolves when the other side closed the connection. */
  closed: Promise<void>
}

export const connectPacket = (gateway: string, options: Partial<IConnectPacket> = {}): IConnectPacket => ({
  cmd: 'connect',
  clientId: gateway,
  username: gateway,
  password: Buffer.from(passwordOf(gateway)),
  protocolId: 'MQTT',
  protocolVersion: 4,
  keepalive: 60,
  clean: true,
  ...options,
})

export function rawMqtt(socket: Socket): RawMqtt {
  const received: Packet[] = []
  const handedOut = new Set<Packet>()
  const listeners = new Set<() => void>()
  const gone = closed(socket)
  const read = parser()
  read.on('packet', packet => {
    received.push(packet)
    for (const listener of listeners) listener()
  })
  socket.on('data', chunk => read.parse(chunk))
  return {
    received,
    closed: gone,
    send: (...packets) =>
      void socket.write(Buffer.concat(packets.map(p => (p instanceof Uint8Array ? p : generate(p))))),
    next: cmd =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = received.find(packet => packet.cmd === cmd && !handedOut.has(packet))
          if (!found) return
          listeners.delete(look)
          handedOut.add(found)
          resolve(found as Extract<Packet, { cmd: typeof cmd }>)
        }
        listeners.add(look)
        look()
        void gone.then(() => reject(new Error(`closed before ${cmd}`)))
      }),
  }
}
