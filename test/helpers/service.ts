import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { io, type Socket } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import type { Config } from '#config'
import type { ClientToServer, ServerToClient } from '#domain/changes.ts'
import { silentLog } from '#domain/log.ts'
import { type Clock, wallClock } from '#domain/time.ts'
import { type Service, startService } from '#main'
import { tempDir } from './tempDir.ts'

export const ADMIN_PASSWORD = 'correct-horse-battery'

export interface ApiAnswer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  body: any
}

/** A whole service on free ports, with the verbs a test speaks to it from outside. */
export interface TestService {
  service: Service
  url: string
  /** Calls the API as the administrator; a leading `METHOD ` picks the method. */
  api(call: string, body?: unknown): Promise<ApiAnswer>
  /** Registers site `s1`, a gateway and equipment, and returns the gateway's password. */
  register(gateway: string, equipment: { id: string; class: string; params?: object }[]): Promise<string>
  mqtt(gateway: string, password: string, options?: IClientOptions): Promise<MqttClient>
  socket(): Promise<Socket<ServerToClient, ClientToServer>>
  stop(): Promise<void>
}

const testConfig = (dataDir: string, overrides: Partial<Config>): Config => ({
  dataDir,
  host: '127.0.0.1',
  httpPort: 0,
  mqttPort: 0,
  logLevel: 'silent',
  logPretty: false,
  adminPassword: ADMIN_PASSWORD,
  ...overrides,
})

async function logIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD }),
  })
  if (!answer.ok) throw new Error(`log-in: ${answer.status} ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map(cookie => cookie.split(';')[0])
    .join('; ')
}

async function callApi(url: string, cookie: string, call: string, body?: unknown): Promise<ApiAnswer> {
  const [method, path] = call.includes(' ') ? (call.split(' ') as [string, string]) : ['GET', call]
  const answer = await fetch(`${url}/api${path}`, {
    method,
    headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}

/** Starts the service; it stops when the test ends. */
export async function startTestService(
  overrides: Partial<Config> = {},
  clock: Clock = wallClock(),
): Promise<TestService> {
  const dataDir = overrides.dataDir ?? (await tempDir())
  const service = await startService(testConfig(dataDir, overrides), { log: silentLog, clock })
  onTestFinished(() => service.stop())
  const url = `http://127.0.0.1:${service.http}`
  const cookie = await logIn(url)
  const api = (call: string, body?: unknown) => callApi(url, cookie, call, body)

  return {
    service,
    url,
    api,
    stop: service.stop,
    register: async (gateway, equipment) => {
      await api('POST /sites', { id: 's1', name: 'Site one' })
      const { body } = await api('POST /gateways', { id: gateway, site: 's1' })
      for (const one of equipment) {
        const made = await api('POST /equipment', { site: 's1', gateway, name: one.id, ...one })
        if (made.status !== 201) throw new Error(`equipment: ${JSON.stringify(made)}`)
      }
      return body.password
    },
    mqtt: async (gateway, password, options = {}) => {
      const client = await connectAsync(`mqtt://127.0.0.1:${service.mqtt}`, {
        clientId: gateway,
        username: gateway,
        password,
        reconnectPeriod: 0,
        ...options,
      })
      client.on('error', () => undefined)
      onTestFinished(async () => void (await client.endAsync(true)))
      return client
    },
    socket: async () => {
      const socket: Socket<ServerToClient, ClientToServer> = io(url, {
        extraHeaders: { cookie },
        transports: ['websocket'],
      })
      onTestFinished(() => void socket.close())
      await new Promise<void>((resolve, reject) => {
        socket.once('hello', () => resolve())
        socket.once('connect_error', reject)
      })
      return socket
    },
  }
}

/** Asks again until the answer satisfies, for effects that travel through the pipeline; the test's own time-out bounds it. */
export async function eventually<T>(ask: () => Promise<T> | T, satisfies: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask()
    if (satisfies(value)) return value
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
