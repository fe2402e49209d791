import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import type { Sessions } from '../auth/sessions.ts'
import type { Estate } from '../estate/estate.ts'
import { createStateWatch } from '../estate/stateWatch.ts'
import type { DashboardNeeds } from '../needs.ts'
import { type LiveServer, tellClients, tellGap, watchesEquipment } from './clients.ts'
import { createFeed, type Feed } from './feed.ts'
import { admit, allowOrigin, mayStay } from './handshake.ts'
import { createPacer } from './pacer.ts'
import { createPointsFeed } from './points.ts'
import { answerRequests } from './requests.ts'
import { dropSlow, noteReading } from './slowClients.ts'
import { createSources } from './sources.ts'
import { trackSockets } from './trackSockets.ts'

const GATHER_MS = 100
/** Another process may write too: the command line, or a second service on PostgreSQL. */
const POLL_MS = 1000
const TICK_MS = 15_000
const STATE_MS = 5000
const TRIM_MS = 60_000
const SLOW_MS = 2000
/** What a client may send at once, in bytes. */
const MAX_REQUEST_BYTES = 16_384

export interface LiveNeeds
  extends Pick<DashboardNeeds, 'database' | 'registry' | 'maintenance' | 'ingest' | 'clock' | 'log'> {
  server: HttpServer
  sessions: Sessions
  estate: Estate
}

/** The live side of the dashboard (contract.md §3). */
export interface Live {
  clients(): number
  /** Closes the connections whose session is over or whose person's rights have changed. */
  recheck(): Promise<void>
  stop(): Promise<void>
}

const registered = ({ registry }: LiveNeeds, name: string): boolean => {
  const [kind, id = ''] = name.split(':')
  if (kind === 'site') return registry.site(id) !== undefined
  return kind !== 'gateway' || registry.gateway(id) !== undefined
}

async function openFeed(io: LiveServer, needs: LiveNeeds, estate: Pick<Estate, 'describe'>): Promise<Feed> {
  const { database, registry, maintenance } = needs
  return await createFeed({
    database,
    sources: createSources(maintenance, registry, estate),
    send: told => tellClients(io, database.epoch, told),
    restart: (channel, seq) => tellGap(io, database.epoch, channel, seq),
    reload: registry.reload,
    known: (channel, item) =>
      channel === 'equipment' ? registry.equipment(item) !== undefined : registered(needs, item),
  })
}

function welcomeClients(io: LiveServer, needs: LiveNeeds, feed: Feed): void {
  const { sessions, database, clock, log } = needs
  io.use((client, next) => {
    admit(sessions, client).then(
      admitted => {
        if (!admitted) return next(new Error('UNAUTHENTICATED'))
        Object.assign(client.data, admitted, { watching: new Map(), pending: 0, drained: true })
        next()
      },
      () => next(new Error('INTERNAL')),
    )
  })
  io.on('connection', client => {
    const { username, role, sites } = client.data.actor
    const serverTime = new Date(clock.now()).toISOString()
    client.emit('hello', { epoch: database.epoch, seq: feed.position(), serverTime, user: { username, role, sites } })
    answerRequests(client, feed, log)
    noteReading(client)
  })
}

function sendTicks(io: LiveServer, { ingest, clock }: LiveNeeds, feed: Feed): void {
  const serverTime = new Date(clock.now()).toISOString()
  io.emit('tick', { seq: feed.position(), serverTime, ingestLagMs: ingest.stats().store.oldestMs })
}

async function recheck(io: LiveServer, { sessions, log }: LiveNeeds): Promise<void> {
  for (const client of [...io.sockets.sockets.values()])
    try {
      if (!(await mayStay(sessions, client))) client.disconnect(true)
    } catch (err) {
      log.warn({ err }, 'could not look whether a session lasts')
    }
}

/** Does the work again and again until it is stopped; a failure is logged. */
function every(ms: number, needs: LiveNeeds, what: string, work: () => unknown): () => void {
  const timer = setInterval(() => {
    Promise.resolve()
      .then(work)
      .catch((err: unknown) => needs.log.error({ err }, `${what} failed`))
  }, ms)
  return () => clearInterval(timer)
}

/** Attaches Socket.IO to the server and follows the change log. */
export async function createLive(needs: LiveNeeds): Promise<Live> {
  const { server, database, ingest, log } = needs
  const io: LiveServer = new Server(server, {
    serveClient: false,
    maxHttpBufferSize: MAX_REQUEST_BYTES,
    allowRequest: allowOrigin,
  })
  const close = trackSockets(io, server)
  const states = createStateWatch(needs)
  await states.look()
  const feed = await openFeed(io, needs, states)
  welcomeClients(io, needs, feed)

  const flush = (byUs: boolean) =>
    feed.flush(byUs).catch((err: unknown) => log.error({ err }, 'could not read the changes'))
  const pacer = createPacer(flush, { gatherMs: GATHER_MS, pollMs: POLL_MS })
  const points = createPointsFeed({
    watched: id => watchesEquipment(io, id),
    send: message => io.to(`equipment:${message.equipment}`).emit('metric:points', message),
  })
  const ends = [
    database.onWrite(pacer.poke),
    ingest.onReadings(points.take),
    every(TICK_MS, needs, 'tick', () => {
      sendTicks(io, needs, feed)
      return recheck(io, needs)
    }),
    every(STATE_MS, needs, 'state watch', states.look),
    every(SLOW_MS, needs, 'slow clients', () => dropSlow(io)),
    every(TRIM_MS, needs, 'trim', feed.trim),
    points.stop,
  ]
  return {
    clients: () => io.sockets.sockets.size,
    recheck: () => recheck(io, needs),
    stop: async () => {
      for (const end of ends) end()
      await pacer.stop()
      await close()
    },
  }
}
