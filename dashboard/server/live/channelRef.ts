import { CHANNELS, type Channel } from '#domain/changes.ts'
import type { Actor, Role } from '#domain/people.ts'

/** What a client watches: a whole channel, or one item of it. */
export interface ChannelRef {
  /** As the client wrote it. */
  name: string
  channel: Channel
  item?: string
}

const ITEM_CHANNELS: Readonly<Record<string, Channel>> = { equipment: 'equipment', ticket: 'tickets' }
const NOUNS: Readonly<Partial<Record<Channel, string>>> = { equipment: 'equipment', tickets: 'ticket' }

/** Reads `tickets` or `ticket:t-1`; the schema has let only such names through. */
export function parseChannel(name: string): ChannelRef {
  const [noun = '', item] = name.split(':')
  if (item === undefined) return { name, channel: CHANNELS.find(c => c === noun) ?? 'system' }
  return { name, channel: ITEM_CHANNELS[noun] ?? 'equipment', item }
}

/** The channel of one item, such as `ticket:t-1`; undefined where items have none. */
export const itemChannel = (channel: Channel, item: string): string | undefined => {
  const noun = NOUNS[channel]
  return noun && `${noun}:${item}`
}

/** Channels that name people are for who speaks with them. */
const HEARERS: Readonly<Partial<Record<Channel, readonly Role[]>>> = { complaints: ['admin', 'dispatcher'] }

export const mayHear = (channel: Channel, { role }: Pick<Actor, 'role'>): boolean =>
  HEARERS[channel]?.includes(role) ?? true
