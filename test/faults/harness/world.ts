import { onTestFinished } from 'vitest'
import { ADMIN_PASSWORD, type ApiAnswer } from '../../helpers/service.ts'
import { tempDir } from '../../helpers/tempDir.ts'
import { type ChildOptions, type ServiceChild, startChild } from './child.ts'
import { check, isClean, type Shown, type Verdict } from './invariants.ts'
import { createLedger, type Ledger } from './ledger.ts'
import type { Plan } from './plan.ts'
import { type Load, type LoadOptions, openSender, type Sender, startLoad } from './sender.ts'
import { ask } from './until.ts'

export interface WorldOptions {
  gateways?: number
  /** Lifts of each gateway. */
  lifts?: number
  env?: Record<string, string>
  dataDir?: string
  plan?: Plan
  /** The outside broker's port, where the gateways do not speak to the service itself. */
  brokerPort?: number
  /** Where the points are, when they are not to be read by the service itself. */
  points?: Shown['points']
}

/** A service in a process of its own, gateways that send to it, and the ledger between them. */
export interface World {
  ledger: Ledger
  dataDir: string
  lifts: readonly string[]
  service(): ServiceChild
  api(call: string, body?: unknown): Promise<ApiAnswer>
  /** The administrator's session, as a header. */
  cookie(): Promise<string>
  /** Starts the service again after it ended, on the same ports. */
  restart(plan?: Plan, env?: Record<string, string>): Promise<ServiceChild>
  senders: readonly Sender[]
  /** A further connection of a gateway, for instance through a proxy. */
  passwordOf(gateway: string): string
  load(options: LoadOptions): Load
  /** Waits until nothing is under way, at most for `ms`, and compares the ledger with what the service shows. */
  verdict(ms?: number): Promise<Verdict>
}

const START_WITHIN_MS = 20_000

async function logIn(http: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${http}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD }),
  })
  if (!answer.ok) throw new Error(`log-in: ${answer.status}`)
  return answer.headers
    .getSetCookie()
    .map(cookie => cookie.split(';')[0])
    .join('; ')
}

type Api = World['api']

function createApi(http: () => number): { api: Api; cookie(): Promise<string> } {
  let session: Promise<string> | undefined
  const cookie = () => {
    session ??= logIn(http())
    return session
  }
  const api: Api = async (call, body) => {
    const [method, path] = call.includes(' ') ? (call.split(' ') as [string, string]) : ['GET', call]
    const answer = await fetch(`http://127.0.0.1:${http()}${path.startsWith('/metrics') ? '' : '/api'}${path}`, {
      method,
      headers: { cookie: await cookie(), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(START_WITHIN_MS),
    })
    const text = await answer.text()
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text }
  }
  return { api, cookie }
}

async function all(api: Api, path: string) {
  const items = []
  let cursor: string | undefined
  do {
    const { status, body } = await api(
      `${path}${path.includes('?') ? '&' : '?'}limit=500${cursor ? `&cursor=${cursor}` : ''}`,
    )
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
    items.push(...body.items)
    cursor = body.nextCursor
  } while (cursor !== undefined)
  return items
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

function show(api: Api): Shown {
  return {
    points: async lift => {
      const [from, to] = [Date.now() - 2 * DAY_MS, Date.now() + 10 * MINUTE_MS]
      const { status, body } = await api(
        `/equipment/${lift}/telemetry?metric=machineRoomTemperature&from=${from}&to=${to}`,
      )
      if (status !== 200) throw new Error(`telemetry: ${status} ${JSON.stringify(body)}`)
      return body.points.map(({ ts, value }: { ts: string; value: number }) => [Date.parse(ts), value])
    },
    rejected: () => all(api, '/rejected'),
    tickets: () => all(api, '/tickets?open=true'),
    reservations: () => all(api, '/reservations'),
    parts: () => all(api, '/parts'),
  }
}

async function must(answer: Promise<ApiAnswer>): Promise<ApiAnswer> {
  const got = await answer
  if (got.status >= 300) throw new Error(`${got.status} ${JSON.stringify(got.body)}`)
  return got
}

/** Site s1 with its gateways and lifts, a technician and some stock. @returns each gateway's password */
async function register(api: Api, gateways: ReadonlyMap<string, readonly string[]>): Promise<Map<string, string>> {
  const passwords = new Map<string, string>()
  await must(api('POST /sites', { id: 's1', name: 'Site one' }))
  await must(api('POST /technicians', { id: 'zhang', name: '张师傅', skills: ['SK-ELV-T'] }))
  await must(api('PATCH /parts/ELV-BRK-PAD-01', { onHand: 12 }))
  for (const [gateway, lifts] of gateways) {
    passwords.set(gateway, (await must(api('POST /gateways', { id: gateway, site: 's1' }))).body.password)
    for (const id of lifts) await must(api('POST /equipment', { id, site: 's1', gateway, class: 'elevator', name: id }))
  }
  return passwords
}

const numbered = (count: number, name: (index: number) => string) => Array.from({ length: count }, (_, i) => name(i))

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const { gateways: count = 4, lifts: each = 10, env = {}, plan } = options
  const dataDir = options.dataDir ?? (await tempDir())
  const gateways = new Map<string, string[]>()
  for (let g = 0; g < count; g++)
    gateways.set(
      `gw-${g}`,
      numbered(each, l => `lift-${g}-${l}`),
    )
  const lifts = [...gateways.values()].flat()
  const ledger = createLedger()
  const broken = new Set<string>()
  const base: ChildOptions = { dataDir, env }
  let child = await startChild({ ...base, ...(plan && { plan }) })
  const ports = { http: child.http, mqtt: child.mqtt }
  onTestFinished(async () => void (await child.end('SIGKILL')))
  const { api, cookie } = createApi(() => child.http)
  const passwords = await register(api, gateways)
  const passwordOf = (gateway: string) => passwords.get(gateway) as string
  const senders = [...gateways].map(([gateway, own]) =>
    openSender({ port: options.brokerPort ?? ports.mqtt, gateway, password: passwordOf(gateway), lifts: own, ledger }),
  )
  const loads: Load[] = []
  onTestFinished(async () => {
    for (const load of loads) load.stop()
    await Promise.all(senders.map(sender => sender.close()))
  })
  const shown = { ...show(api), ...(options.points && { points: options.points }) }
  const caughtUp = async () => {
    const { body } = await api('/system')
    return body.store?.behindRecords === 0 && body.rules?.lagRecords === 0
  }

  return {
    ledger,
    dataDir,
    lifts,
    service: () => child,
    api,
    cookie,
    senders,
    passwordOf,
    restart: async (next, more = {}) => {
      child = await startChild({ ...base, env: { ...env, ...more }, ports, ...(next && { plan: next }) })
      return child
    },
    load: how => {
      const load = startLoad(senders, broken, how)
      loads.push(load)
      return load
    },
    verdict: async (ms = 60_000) => {
      const end = performance.now() + ms
      await ask(() => senders.every(sender => sender.open() === 0), Boolean, ms)
      await ask(caughtUp, Boolean, Math.max(0, end - performance.now()))
      return await ask(() => check(ledger, shown, lifts), isClean, Math.max(0, end - performance.now()))
    },
  }
}
