import type { Delta } from '#domain/changes.ts'
import type {
  ComplaintItem,
  EquipmentItem,
  FaultItem,
  IncidentItem,
  PartItem,
  SystemEntry,
  TicketItem,
  WindowItem,
} from '../api/items.ts'
import { createFacts, type Facts } from './facts.ts'
import { createFrames } from './frames.ts'
import { type Client, createLink, type Link } from './link.ts'
import { type ChannelFeed, createLiveChannel, type LiveChannel } from './liveChannel.ts'
import { createPoints, type Points } from './points.ts'

/** What the pages see of the live connection (contract.md §3). */
export interface Live extends Pick<Facts, 'connection' | 'stale' | 'now'> {
  readonly faults: LiveChannel<FaultItem>
  readonly tickets: LiveChannel<TicketItem>
  readonly equipment: LiveChannel<EquipmentItem>
  readonly parts: LiveChannel<PartItem>
  readonly system: LiveChannel<SystemEntry>
  readonly incidents: LiveChannel<IncidentItem>
  readonly windows: LiveChannel<WindowItem>
  /** Empty for who is not of the desk. */
  readonly complaints: LiveChannel<ComplaintItem>
  /** Calls back with the new points of a piece of equipment until the returned function is called. */
  watchPoints: Points['add']
  start(): void
  stop(): void
}

/** How long an acknowledgement may take, in milliseconds. */
const PATIENCE_MS = 10_000

function openChannels(link: Link) {
  const patient = () => link.client().timeout(PATIENCE_MS)
  const onFrame = createFrames()
  const open = <T>(name: string): ChannelFeed<T> =>
    createLiveChannel<T>({
      name,
      watch: channel => patient().emitWithAck('watch', { channel }) as Promise<never>,
      sync: request => patient().emitWithAck('sync', request) as Promise<never>,
      onFrame,
    })
  return {
    faults: open<FaultItem>('faults'),
    tickets: open<TicketItem>('tickets'),
    equipment: open<EquipmentItem>('equipment'),
    parts: open<PartItem>('parts'),
    system: open<SystemEntry>('system'),
    incidents: open<IncidentItem>('incidents'),
    windows: open<WindowItem>('windows'),
    complaints: open<ComplaintItem>('complaints'),
  }
}

const openPoints = (link: Link): Points => {
  const ask = (event: 'watch' | 'unwatch') => (channel: string) => {
    if (link.connected())
      link
        .client()
        .timeout(PATIENCE_MS)
        .emit(event, { channel }, () => undefined)
  }
  return createPoints({ watch: ask('watch'), unwatch: ask('unwatch') })
}

function listenToChanges(socket: Client, channels: ReturnType<typeof openChannels>, heard: () => void): void {
  const feed = (channel: ChannelFeed<unknown>) => (delta: Delta) => {
    heard()
    channel.receive(delta)
  }
  socket.on('fault:delta', feed(channels.faults))
  socket.on('ticket:delta', feed(channels.tickets))
  socket.on('equipment:delta', feed(channels.equipment))
  socket.on('part:delta', feed(channels.parts))
  socket.on('system:delta', feed(channels.system))
  socket.on('incident:delta', feed(channels.incidents))
  socket.on('window:delta', feed(channels.windows))
  socket.on('complaint:delta', feed(channels.complaints))
}

function listenToConnection(socket: Client, facts: Facts, join: (onlyMissing: boolean) => void): void {
  socket.on('hello', hello => facts.heard(hello.serverTime))
  socket.on('tick', tick => {
    facts.heard(tick.serverTime)
    facts.note({ ingestLagMs: tick.ingestLagMs })
    join(true)
  })
  socket.on('connect', () => {
    facts.note({ connected: true })
    facts.heard()
    join(false)
  })
  socket.on('disconnect', reason => {
    facts.note({ connected: false, lostAt: Date.now() })
    if (reason === 'io server disconnect') socket.connect()
  })
}

/** Calls `wake` when the page is looked at again or the network comes or goes, until the returned function is called. */
function onWake(wake: () => void): () => void {
  document.addEventListener('visibilitychange', wake)
  for (const event of ['online', 'offline']) addEventListener(event, wake)
  return () => {
    document.removeEventListener('visibilitychange', wake)
    for (const event of ['online', 'offline']) removeEventListener(event, wake)
  }
}

/**
 * @param needs.onLoggedOut called when the service refuses the session
 * @param needs.isDesk whether the reader may hear of complaints
 */
export function createLive(needs: { onLoggedOut(): void; isDesk(): boolean }): Live {
  const facts = createFacts()
  const link = createLink(listen)
  const channels = openChannels(link)
  const all: ChannelFeed<unknown>[] = Object.values(channels)
  const heard = () => all.filter(channel => channel !== channels.complaints || needs.isDesk())
  const points = openPoints(link)

  function listen(socket: Client): void {
    listenToChanges(socket, channels, facts.heard)
    socket.on('metric:points', points.receive)
    socket.on('connect_error', error => {
      if (error.message === 'UNAUTHENTICATED') needs.onLoggedOut()
    })
    listenToConnection(socket, facts, onlyMissing => {
      for (const channel of heard()) if (!onlyMissing || !channel.ready.value) void channel.join()
      if (!onlyMissing) points.join()
    })
  }
  const wake = () => {
    facts.note({ online: navigator.onLine })
    facts.look()
    if (document.hidden) return
    if (!link.connected()) link.connect()
    else for (const channel of heard()) void channel.catchUp()
  }
  let asleep: (() => void) | undefined

  return {
    ...channels,
    connection: facts.connection,
    stale: facts.stale,
    now: facts.now,
    watchPoints: points.add,
    start: () => {
      facts.start()
      asleep ??= onWake(wake)
      link.connect()
    },
    stop: () => {
      facts.stop()
      asleep?.()
      asleep = undefined
      link.disconnect()
      for (const channel of all) channel.forget()
    },
  }
}
