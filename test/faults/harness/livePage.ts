import { isDeepStrictEqual } from 'node:util'
import { io } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import { type ChannelFeed, createLiveChannel } from '../../../dashboard/web/src/live/liveChannel.ts'
import type { World } from './world.ts'

type Item = Record<string, unknown>

const DELTAS = { tickets: 'ticket:delta', faults: 'fault:delta', parts: 'part:delta', equipment: 'equipment:delta' }
type Name = keyof typeof DELTAS
const NAMES = Object.keys(DELTAS) as Name[]
const REST: Record<Name, string> = {
  tickets: '/tickets?open=true&limit=500',
  faults: '/faults?state=active&limit=500',
  parts: '/parts?limit=500',
  equipment: '/equipment?limit=500',
}
/** What ages by itself between two questions. */
const AGING = ['dataAgeMs', 'lastSeen', 'state', 'health']
const PATIENCE_MS = 5_000

/** A page that stays open while the service is killed and comes back: the code of the pages, without their paint. */
export interface LivePage {
  /** Times that it connected. */
  connections(): number
  /** I7: how the page differs from what the API says. */
  differences(): Promise<string[]>
}

/** @param onlyMissed asks for what it missed after every reconnection, instead of a snapshot after every second one */
export async function openLivePage(world: World, onlyMissed = false): Promise<LivePage> {
  const socket = io(`http://127.0.0.1:${world.service().http}`, {
    extraHeaders: { cookie: await world.cookie() },
    transports: ['websocket'],
    reconnectionDelay: 100,
    reconnectionDelayMax: 300,
  })
  onTestFinished(() => void socket.close())
  const patient = socket.timeout(PATIENCE_MS)
  const open = (name: Name): ChannelFeed<Item> =>
    createLiveChannel<Item>({
      name,
      watch: channel => patient.emitWithAck('watch', { channel }),
      sync: request => patient.emitWithAck('sync', request),
      onFrame: work => work(),
    })
  const channels = new Map(NAMES.map(name => [name, open(name)]))
  for (const [name, channel] of channels) socket.on(DELTAS[name], channel.receive)
  let connections = 0
  socket.on('connect', () => {
    connections += 1
    const asksForMissed = connections > 1 && (onlyMissed || connections % 2 === 0)
    for (const channel of channels.values()) void (asksForMissed ? channel.catchUp() : channel.join())
  })

  const differencesOf = async (name: Name): Promise<string[]> => {
    const { body } = await world.api(REST[name])
    const shown = channels.get(name)?.items.value ?? new Map<string, Item>()
    const found = body.items.flatMap((item: Item) => {
      const id = String(item.id ?? item.partNo)
      const own = shown.get(id)
      if (!own) return [`${name}: ${id} is not on the page`]
      const differs = Object.keys(item).filter(key => !AGING.includes(key) && !isDeepStrictEqual(own[key], item[key]))
      return differs.map(key => `${name}: ${id} has another ${key}`)
    })
    return shown.size > body.items.length ? [...found, `${name}: ${shown.size} of ${body.items.length}`] : found
  }
  return {
    connections: () => connections,
    differences: async () => (await Promise.all(NAMES.map(differencesOf))).flat(),
  }
}
