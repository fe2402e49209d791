import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import { CodedError } from '#domain/errors.ts'

/** A gateway's own id, site and password. */
export interface GatewayLogin {
  id: string
  site: string
  password: string
}

const CONNECT_WITHIN_MS = 10_000
const KEEP_ALIVE_S = 30

/** CONNACK's return codes 4 and 5 (MQTT 3.1.1 §3.2.2.3): bad user name or password, not authorised. */
const REFUSALS: readonly unknown[] = [2, 4, 5]

function toCoded(error: Error & { code?: unknown }, url: string): CodedError {
  const said = error.message || String(error.code)
  if (REFUSALS.includes(error.code)) return new CodedError('BROKER_REFUSED', { url }, `${url}: ${said}`)
  return new CodedError('BROKER_UNREACHABLE', { url }, `${url}: ${said}`)
}

/**
 * One MQTT connection of a gateway, as the contract wants it: client id and user name are the gateway's id. It does not
 * come back by itself.
 * @throws CodedError BROKER_REFUSED, BROKER_UNREACHABLE
 */
export async function openConnection(
  url: string,
  { id, password }: GatewayLogin,
  will?: IClientOptions['will'],
): Promise<MqttClient> {
  const client = connect(url, {
    clientId: id,
    username: id,
    password,
    clean: true,
    protocolVersion: 4,
    keepalive: KEEP_ALIVE_S,
    connectTimeout: CONNECT_WITHIN_MS,
    reconnectPeriod: 0,
    ...(will && { will }),
  })
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve())
      client.on('error', reject)
      client.once('close', () => reject(new Error('closed before it answered')))
    })
  } catch (error) {
    client.end(true)
    throw toCoded(error as Error, url)
  }
  return client
}
