import { connect as connectSocket, type Socket } from 'node:net'
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { onTestFinished } from 'vitest'
import { type Broker, type BrokerNeeds, createBroker } from '#broker'
import { silentLog } from '#domain/log.ts'
import type { DeviceMessage } from '#domain/message.ts'

/** The gateways that the tests know: password is `secret of <id>`; gw1 and gw2 at site s1, gw3 at s2. */
const SITES: Record<string, string> = { gw1: 's1', gw2: 's1', gw3: 's2' }

export const passwordOf = (gateway: string): string => `secret of ${gateway}`

export interface TestDoor {
  broker: Broker
  /** What was accepted, in order. */
  accepted: DeviceMessage[]
  connect(gateway: string, options?: IClientOptions): Promise<MqttClient>
  /** A bare TCP connection. */
  raw(): Promise<Socket>
}

/** An embedded broker on a free port; it stops when the test ends. */
export async function openTestDoor(needs: Partial<BrokerNeeds> = {}): Promise<TestDoor> {
  const accepted: DeviceMessage[] = []
  const broker = await createBroker({
    host: '127.0.0.1',
    port: 0,
    authenticate: async (gateway, password) => {
      const site = SITES[gateway]
      return site !== undefined && password === passwordOf(gateway) ? { site } : undefined
    },
    accept: async message => void accepted.push(message),
    log: silentLog,
    ...needs,
  })
  onTestFinished(() => broker.stop())
  return {
    broker,
    accepted,
    connect: (gateway, options) => connectGateway(`mqtt://127.0.0.1:${broker.port}`, gateway, options),
    raw: async () => {
      const socket = connectSocket(broker.port, '127.0.0.1')
      onTestFinished(() => void socket.destroy())
      socket.on('error', () => undefined)
      await new Promise(resolve => socket.once('connect', resolve))
      return socket
    },
  }
}

/** Signs in as a gateway, or rejects with the CONNACK code in `error.code`. */
export async function connectGateway(url: string, gateway: string, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await connectAsync(url, {
    clientId: gateway,
    username: gateway,
    password: passwordOf(gateway),
    reconnectPeriod: 0,
    connectTimeout: 5_000,
    ...options,
  })
  client.on('error', () => undefined)
  onTestFinished(async () => void (await client.endAsync(true)))
  return client
}

/** Resolves when the other side closed the connection. */
export const closed = (connection: MqttClient | Socket): Promise<void> =>
  new Promise(resolve => (connection as Socket).once('close', () => resolve()))
