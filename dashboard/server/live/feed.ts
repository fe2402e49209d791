import pLimit from 'p-limit'
import { changesSince, lastChange, trimChanges } from '#database/changeLog.ts'
import type { Database } from '#database/database.ts'
import { CHANNELS, type ChangeRow, type Channel, type Snapshot, type SyncAnswer } from '#domain/changes.ts'
import type { Actor } from '#domain/people.ts'
import type { ChannelRef } from './channelRef.ts'
import { type Gathered, gather } from './gather.ts'
import { createSnapshots } from './snapshots.ts'
import type { LiveSource } from './sources.ts'
import { changesFor, type Told } from './told.ts'

export interface FeedNeeds {
  database: Database
  sources: Readonly<Record<Channel, LiveSource>>
  /** Tells the clients; called in the order of the numbers. */
  send(told: Told): void
  /** The log was cut off behind what the clients know: they have to start again from a snapshot at `seq`. */
  restart(channel: Channel, seq: number): void
  /** Another process may have written the registry: it is read again before its items are told. */
  reload(): Promise<void>
  /** Whether the registry has heard of an item of the channels `equipment` and `system`. */
  known(channel: Channel, item: string): boolean
}

/** The change log as clients follow it. */
export interface Feed {
  /** The number of the newest change that was told. */
  position(): number
  /** Tells what was written since the last time. `byUs` is false when nothing here wrote since then. */
  flush(byUs: boolean): Promise<void>
  /** Runs `work` between two flushes, so that what it answers and what is told afterwards join on. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** Call in turn. @throws CodedError NOT_FOUND */
  snapshot(ref: ChannelRef, reader: Actor): Promise<Snapshot>
  /** Call in turn. @throws CodedError NOT_FOUND */
  sync(ref: ChannelRef, missed: { epoch: string; since: number }, reader: Actor): Promise<SyncAnswer>
  /** Forgets changes that no returning client should ask for. */
  trim(): Promise<void>
}

const ROWS_A_READ = 2000
/** A client that missed more than this gets a snapshot. */
const MOST_MISSED = 2000
/** Only these are also kept in memory by the registry. */
const REGISTERED: readonly Channel[] = ['equipment', 'system']

/** How far the clients have been told. */
interface Progress {
  positions: Record<Channel, number>
  position: number
}

async function readProgress({ db }: Database): Promise<Progress> {
  const positions = {} as Record<Channel, number>
  const position = await lastChange(db)
  for (const channel of CHANNELS) positions[channel] = Math.min(position, await lastChange(db, channel))
  return { positions, position }
}

async function find({ sources }: FeedNeeds, gathered: Gathered): Promise<Told> {
  const source = sources[gathered.channel]
  return { ...gathered, found: await source.many([...gathered.items.keys()]), stub: source.stub }
}

async function tell(needs: FeedNeeds, progress: Progress, rows: readonly ChangeRow[], byUs: boolean): Promise<void> {
  const registered = rows.filter(row => REGISTERED.includes(row.channel))
  if (registered.some(row => !byUs || !needs.known(row.channel, row.item))) await needs.reload()
  const told = await Promise.all(gather(rows, progress.positions).map(one => find(needs, one)))
  for (const one of told) {
    needs.send(one)
    progress.positions[one.channel] = one.seq
  }
  progress.position = rows.at(-1)?.seq ?? progress.position
}

async function startAgain(needs: FeedNeeds, progress: Progress): Promise<void> {
  progress.position = await lastChange(needs.database.db)
  for (const channel of CHANNELS) {
    progress.positions[channel] = progress.position
    needs.restart(channel, progress.position)
  }
}

async function flush(needs: FeedNeeds, progress: Progress, byUs: boolean): Promise<void> {
  for (;;) {
    const rows = await changesSince(needs.database.db, progress.position, ROWS_A_READ)
    if (rows === undefined) return await startAgain(needs, progress)
    if (rows.length > 0) await tell(needs, progress, rows, byUs)
    if (rows.length < ROWS_A_READ) return
  }
}

/** What was missed after `since` up to `seq`, or undefined when the log does not tell. */
async function missed(needs: FeedNeeds, channel: Channel, since: number, seq: number): Promise<Told | undefined> {
  if (since > seq) return undefined
  const { db } = needs.database
  const rows = since === seq ? [] : await changesSince(db, since, MOST_MISSED + 1, channel)
  if (rows === undefined || rows.length > MOST_MISSED) return undefined
  const items = new Map(rows.filter(row => row.seq <= seq).map(row => [row.item, row.op]))
  return await find(needs, { channel, from: since + 1, seq, items })
}

export async function createFeed(needs: FeedNeeds): Promise<Feed> {
  const { epoch, db } = needs.database
  const turn = pLimit(1)
  const takeSnapshot = createSnapshots(needs.sources)
  const progress = await readProgress(needs.database)
  const { positions } = progress
  // While the service was away, equipment fell silent without a line in the log: who knew it before starts again.
  const firstTold = { equipment: positions.equipment + 1 } as Partial<Record<Channel, number>>

  const snapshot = async (ref: ChannelRef, reader: Actor) => ({
    epoch,
    ...(await takeSnapshot(ref, reader, positions[ref.channel])),
  })
  // Whoever asks is told what is written by now, also by the asker's own last call.
  const catchUp = () => flush(needs, progress, false)
  return {
    position: () => progress.position,
    flush: byUs => turn(() => flush(needs, progress, byUs)),
    inTurn: work => turn(work),
    snapshot: async (ref, reader) => {
      await catchUp()
      return await snapshot(ref, reader)
    },
    sync: async (ref, { epoch: theirs, since }, reader) => {
      await catchUp()
      const { channel, item } = ref
      const tellable = theirs === epoch && since >= (firstTold[channel] ?? 0)
      const told = tellable ? await missed(needs, channel, since, positions[channel]) : undefined
      if (!told) return { mode: 'snapshot', ...(await snapshot(ref, reader)) }
      const changes = changesFor(told, reader, item === undefined ? undefined : new Set([item]))
      return { mode: 'delta', epoch, from: told.from, seq: told.seq, changes }
    },
    trim: () => trimChanges(db),
  }
}
