import type { DefaultEventsMap, Server, Socket } from 'socket.io'
import type { Channel, ClientToServer, Delta, ServerToClient } from '#domain/changes.ts'
import type { Actor } from '#domain/people.ts'
import type { Credential } from '../auth/sessions.ts'
import { type ChannelRef, itemChannel } from './channelRef.ts'
import { changesFor, type Told } from './told.ts'

interface ClientData {
  actor: Actor
  credential: Credential
  /** Channels by name, with the last change told to this client in the channel's numbering. */
  watching: Map<string, { channel: Channel; seq: number }>
  /** Requests that are not answered yet. */
  pending: number
  /** Whether the transport has taken something since it was last looked at. */
  drained: boolean
}

export type LiveServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, ClientData>
export type Client = Socket<ClientToServer, ServerToClient, DefaultEventsMap, ClientData>

const EVENTS = {
  faults: 'fault:delta',
  tickets: 'ticket:delta',
  equipment: 'equipment:delta',
  parts: 'part:delta',
  system: 'system:delta',
  incidents: 'incident:delta',
  windows: 'window:delta',
  complaints: 'complaint:delta',
} as const satisfies Record<Channel, keyof ServerToClient>

/** Clients that see the same sites share a room, so that a change is written once for all of them. */
const scopeOf = ({ sites }: Actor): string => [...sites].sort().join(',')
const roomOf = ({ name, item }: Pick<ChannelRef, 'name' | 'item'>, actor: Actor): string =>
  item === undefined ? `${name}|${scopeOf(actor)}` : name

export async function join(client: Client, ref: ChannelRef, seq: number): Promise<void> {
  client.data.watching.set(ref.name, { channel: ref.channel, seq })
  await client.join(roomOf(ref, client.data.actor))
}

export async function leave(client: Client, ref: ChannelRef): Promise<void> {
  client.data.watching.delete(ref.name)
  await client.leave(roomOf(ref, client.data.actor))
}

export const watchesEquipment = (io: LiveServer, id: string): boolean => io.sockets.adapter.rooms.has(`equipment:${id}`)

/** Who watches the whole channel: one message for each set of sites. */
function sendToChannel(io: LiveServer, epoch: string, told: Told): void {
  const { channel, from, seq } = told
  const actors = new Map(
    [...io.sockets.sockets.values()].map(client => [scopeOf(client.data.actor), client.data.actor]),
  )
  for (const actor of actors.values()) {
    const room = roomOf({ name: channel }, actor)
    if (!io.sockets.adapter.rooms.has(room)) continue
    io.to(room).emit(EVENTS[channel], { epoch, from, seq, changes: changesFor(told, actor) })
  }
}

/** Who watches single items and not the whole channel: only what concerns them, in a numbering that joins on for them. */
function sendToItems(io: LiveServer, epoch: string, told: Told): void {
  const { channel, seq } = told
  const names = new Map([...told.items.keys()].map(id => [itemChannel(channel, id), id]))
  for (const client of io.sockets.sockets.values()) {
    const { watching, actor } = client.data
    if (watching.has(channel)) continue
    const items = new Set([...watching.keys()].flatMap(name => names.get(name) ?? []))
    if (items.size === 0) continue
    const own = [...watching.values()].filter(watched => watched.channel === channel)
    const delta: Delta = {
      epoch,
      from: Math.max(...own.map(watched => watched.seq)) + 1,
      seq,
      changes: changesFor(told, actor, items),
    }
    client.emit(EVENTS[channel], delta)
    for (const watched of own) watched.seq = seq
  }
}

export function tellClients(io: LiveServer, epoch: string, told: Told): void {
  sendToChannel(io, epoch, told)
  sendToItems(io, epoch, told)
}

/** A range that joins on to nothing a client knows: it asks for `sync` and gets a snapshot. */
export function tellGap(io: LiveServer, epoch: string, channel: Channel, seq: number): void {
  io.emit(EVENTS[channel], { epoch, from: seq + 1, seq: seq + 1, changes: [] })
}
