import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import type { Database } from '#database/database.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { ClientToServer, ServerToClient } from '#domain/changes.ts'
import type { PendingFault } from '#domain/faults.ts'
import type { Forecast } from '#domain/forecast.ts'
import { type Log, silentLog } from '#domain/log.ts'
import type { Role } from '#domain/people.ts'
import type { EquipmentView } from '#domain/ruleHealth.ts'
import type { Bucket, Point, Reading, Rejection } from '#domain/telemetry.ts'
import type { Millis } from '#domain/time.ts'
import { createPost, createWebhooks } from '#maintenance'
import { createBacktests, openRuleBook } from '#rules'
import { buildDashboard, type DashboardApp, type DashboardNeeds } from '../../dashboard/server/dashboard.ts'
import { testDatabase } from './database.ts'
import { startTestMaintenance, type TestMaintenance } from './maintenance.ts'
import { tempDir } from './tempDir.ts'

export const PASSWORD = 'correct-horse-battery'

/** What the stages before the dashboard would tell; a test fills it in. */
interface Surroundings {
  points: Point[]
  buckets: Bucket[]
  lastSeen: Map<string, Millis>
  values: Map<string, EquipmentView['values']>
  pending: PendingFault[]
  forecasts: Forecast[]
  rejections: Rejection[]
  read(reading: Partial<Reading>): void
  storeDown: boolean
  brokerThere: boolean
}

interface Listening extends Surroundings {
  listeners: Set<(readings: readonly Reading[]) => void>
}

function surroundings(): Listening {
  const listeners: Listening['listeners'] = new Set()
  const base = { site: 's1', gateway: 'gw1', equipment: 'lift-1', class: 'elevator', ts: 0, receivedAt: 0, metrics: {} }
  return {
    points: [],
    buckets: [],
    lastSeen: new Map(),
    values: new Map(),
    pending: [],
    forecasts: [],
    rejections: [],
    storeDown: false,
    brokerThere: true,
    listeners,
    read: reading => {
      for (const listener of listeners) listener([{ ...base, backfill: false, ...reading }])
    },
  }
}

const FIGURES = { received: 3, accepted: 2, rejected: 1, duplicates: 0 }

function fakeStages(around: Listening): Pick<DashboardNeeds, 'telemetry' | 'rules' | 'ingest' | 'broker'> {
  const answer = async <T>(value: T): Promise<T> => {
    if (around.storeDown) throw new Error('the store is down')
    return value
  }
  return {
    telemetry: {
      kind: 'embedded',
      range: ({ from, to, limit }) => answer(around.points.filter(p => p.ts >= from && p.ts < to).slice(0, limit)),
      downsample: () => answer(around.buckets),
    },
    rules: {
      pending: async id => around.pending.filter(({ equipment }) => equipment === id),
      view: async id => {
        const lastSeen = around.lastSeen.get(id)
        return { values: around.values.get(id) ?? new Map(), ...(lastSeen !== undefined && { lastSeen }) }
      },
      forecasts: async () => around.forecasts,
      lastSeen: async ids => ids.map(id => around.lastSeen.get(id)),
      health: async () => [],
      stats: async () => ({
        position: 7,
        lagRecords: 0,
        evaluated: 11,
        eventTime: 1000,
        pending: around.pending.length,
      }),
    },
    ingest: {
      rejected: ({ before = Number.POSITIVE_INFINITY, limit }) =>
        around.rejections.filter(r => r.id < before).slice(0, limit),
      onReadings: listener => {
        around.listeners.add(listener)
        return () => around.listeners.delete(listener)
      },
      stats: () => ({ ...FIGURES, store: { behindRecords: 4, oldestMs: 1500 }, spool: { records: 5, bytes: 6 } }),
    },
    broker: () => ({ clients: 2, connected: around.brokerThere }),
  }
}

interface Answer {
  status: number
  headers: Record<string, unknown>
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  body: any
}

/** Calls the API as somebody; `GET ` is the default method. */
export type Call = (call: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

export interface TestDashboard extends DashboardApp {
  database: Database
  maintenance: TestMaintenance
  around: Surroundings
  made: string[]
  /** Without any session. */
  anonymous: Call
  logIn(username: string, password?: string): Promise<string>
  /** A person with this role and these sites, who is made and logged in. */
  as(role: Role, sites?: string[]): Promise<Call>
  admin: Call
  listen(): Promise<string>
  connect(options: { cookie?: string; token?: string; origin?: string }): Promise<LiveClient>
}

export type LiveClient = Socket<ServerToClient, ClientToServer>

const parse = (text: string, type: unknown): unknown =>
  String(type).includes('json') && text ? JSON.parse(text) : text

const isRaw = (body: unknown): body is string | Buffer => typeof body === 'string' || Buffer.isBuffer(body)
const typeOf = (body: unknown): string => (Buffer.isBuffer(body) ? 'image/jpeg' : 'application/json')

function caller({ app }: DashboardApp, session: Record<string, string> = {}): Call {
  return async (call, body, headers = {}) => {
    const [method, url] = call.includes(' ') ? (call.split(' ') as [string, string]) : ['GET', call]
    const answer = await app.inject({
      method: method as 'GET',
      url,
      headers: { ...session, ...(body !== undefined && { 'content-type': typeOf(body) }), ...headers },
      ...(body !== undefined && { payload: isRaw(body) ? body : JSON.stringify(body) }),
    })
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: answer.headers['content-encoding'] ? answer.rawPayload : parse(answer.body, answer.headers['content-type']),
    }
  }
}

/** Built pages as small as they can be. */
async function pages(): Promise<string> {
  const dir = await tempDir()
  await writeFile(join(dir, 'index.html'), '<!doctype html><title>Caretaker</title>')
  await mkdir(join(dir, 'assets'))
  await writeFile(join(dir, 'assets', 'app-1a2b.js'), 'export {}')
  return dir
}

async function connectTo(
  url: string,
  options: { cookie?: string; token?: string; origin?: string },
): Promise<LiveClient> {
  const { cookie, token, origin } = options
  const socket: LiveClient = io(url, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { ...(cookie && { cookie }), ...(origin && { origin }) },
    ...(token && { auth: { token } }),
  })
  onTestFinished(() => void socket.close())
  await new Promise<void>((resolve, reject) => {
    socket.once('hello', () => resolve())
    socket.once('connect_error', reject)
  })
  return socket
}

export interface TestDashboardOptions {
  /** Puts something else in the place of what the fake stages say. */
  instead?(stages: ReturnType<typeof fakeStages>): Partial<DashboardNeeds>
  adminPassword?: string | undefined
  webhookAllow?: string[]
  log?: Log
  database?: Database
}

/** A dashboard over a real database and the real maintenance stage; sites s1 and s2. */
export async function startTestDashboard(options: TestDashboardOptions = {}): Promise<TestDashboard> {
  const { log = silentLog } = options
  const adminPassword = 'adminPassword' in options ? options.adminPassword : PASSWORD
  const database = options.database ?? (await testDatabase())
  const maintenance = await startTestMaintenance(database)
  const { registry, clock } = maintenance
  if (!registry.site('s2')) {
    await registry.addSite({ id: 's2', name: 'Site two', timezone: 'Asia/Shanghai' })
    await registry.addGateway({ id: 'gw2', site: 's2' })
    const place = { site: 's2', gateway: 'gw2', occupancy: 'unknown' as const }
    await registry.addEquipment({ ...place, id: 'lift-9', class: 'elevator', name: 'Lift 9', params: {} })
  }
  const around = surroundings()
  const made: string[] = []
  const stages = fakeStages(around)
  const shipped = loadCatalogue()
  const ruleBook = await openRuleBook({ database, catalogue: shipped, ...registry, now: clock.now })
  const told = { ...stages, ...options.instead?.(stages) }
  const webhooks = createWebhooks({
    ...{ database, ...maintenance, ...registry, log },
    ...{ post: createPost(options.webhookAllow), now: Date.now, everyMs: 20 },
  })
  onTestFinished(() => webhooks.stop())
  const needs: DashboardNeeds = {
    ...told,
    webhooks,
    host: '127.0.0.1',
    port: 0,
    webDir: await pages(),
    database,
    registry,
    catalogue: ruleBook.catalogue,
    ruleBook,
    ...createBacktests({ database, store: told.telemetry, catalogue: ruleBook.catalogue, ...registry }),
    maintenance,
    clock,
    log,
    adminPassword,
    onAdminMade: password => made.push(password),
  }
  const dashboard = await buildDashboard(needs)
  onTestFinished(() => dashboard.app.close())
  const anonymous = caller(dashboard)
  let address: Promise<string> | undefined

  const logIn = async (username: string, password = PASSWORD): Promise<string> => {
    const answer = await anonymous('POST /api/session', { username, password })
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
    return String(answer.headers['set-cookie']).split(';')[0] as string
  }
  const listen = () => {
    address ??= dashboard.app.listen({ host: '127.0.0.1', port: 0 })
    return address
  }
  const admin =
    adminPassword === undefined ? anonymous : caller(dashboard, { cookie: await logIn('admin', adminPassword) })
  let people = 0
  return {
    ...dashboard,
    database,
    maintenance,
    around,
    made,
    anonymous,
    logIn,
    admin,
    as: async (role, sites = []) => {
      const username = `${role}-${++people}`
      const answer = await admin('POST /api/users', { username, password: PASSWORD, role, sites })
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
      return caller(dashboard, { cookie: await logIn(username) })
    },
    listen,
    connect: async given => connectTo(await listen(), given),
  }
}
