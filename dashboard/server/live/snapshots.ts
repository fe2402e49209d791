import type { Channel, Snapshot } from '#domain/changes.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import type { ChannelRef } from './channelRef.ts'
import type { LiveItem, LiveSource } from './sources.ts'
import { sees, toldTo } from './told.ts'

/** Clients that come back together share one snapshot for so long. */
const SHARED_MS = 1000

/** What a channel holds for a reader, as of the change `seq`. @throws CodedError NOT_FOUND for an item that is not there */
export type TakeSnapshot = (ref: ChannelRef, reader: Actor, seq: number) => Promise<Omit<Snapshot, 'epoch'>>

export function createSnapshots(sources: Readonly<Record<Channel, LiveSource>>): TakeSnapshot {
  const shared = new Map<Channel, { seq: number; at: number; items: LiveItem[] }>()
  const whole = async (channel: Channel, seq: number): Promise<LiveItem[]> => {
    const known = shared.get(channel)
    if (known?.seq === seq && performance.now() - known.at < SHARED_MS) return known.items
    const items = await sources[channel].all()
    shared.set(channel, { seq, at: performance.now(), items })
    return items
  }
  return async ({ channel, item }, reader, seq) => {
    const live = item === undefined ? await whole(channel, seq) : [...(await sources[channel].many([item])).values()]
    const seen = live.filter(one => sees(reader, one))
    if (item !== undefined && seen.length === 0) throw new CodedError('NOT_FOUND')
    return { seq, items: seen.map(one => toldTo(reader, one)) }
  }
}
