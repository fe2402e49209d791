import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '#domain/log.ts'
import type { SpoolItem, SpoolReader, SpoolRecord } from '#domain/spool.ts'
import type { Millis } from '#domain/time.ts'
import { createBackOff } from './backOff.ts'

export interface GatewaySeen {
  online: boolean
  session: string
  at: Millis
}

interface GatewayWatchNeeds {
  reader: SpoolReader
  noteGateway(gateway: string, seen: GatewaySeen): Promise<void>
  /** Registers what a birth names and nobody knows; idempotent. */
  register?(birth: Extract<SpoolItem, { kind: 'birth' }>): Promise<void>
  log: Log
}

const BATCH = 2_000
/** Records pass by in thousands, gateways seldom: looking a few times a second is enough. */
const PAUSE_MS = 250
const RETRY = { firstMs: 500, longestMs: 30_000 }

/**
 * What an item says about its gateway. A Will is as old as its connection: the receive time counts, and it says
 * nothing when its session is not the one that lives. @returns undefined when there is nothing to note
 */
function seenOf(item: SpoolItem, liveSession: string | undefined): GatewaySeen | undefined {
  if (item.kind === 'birth') return { online: true, session: item.birth.session, at: item.receivedAt }
  if (item.kind !== 'state') return undefined
  const { online, session } = item.state
  if (!online && liveSession !== undefined && session !== liveSession) return undefined
  return { online, session, at: item.receivedAt }
}

/** Tells who is online, from the `state` and `birth` messages in the spool. */
export function startGatewayWatch({ reader, noteGateway, register, log }: GatewayWatchNeeds) {
  const stopping = new AbortController()
  const { signal } = stopping
  const backOff = createBackOff(RETRY)
  const sessions = new Map<string, string>(reader.state())

  const note = async (records: readonly SpoolRecord[]): Promise<void> => {
    const changed = new Map<string, string>()
    for (const { item } of records) {
      if (item.kind !== 'state' && item.kind !== 'birth') continue
      if (item.kind === 'birth') await register?.(item)
      const seen = seenOf(item, sessions.get(item.gateway))
      if (!seen) continue
      await noteGateway(item.gateway, seen)
      sessions.set(item.gateway, seen.session)
      changed.set(item.gateway, seen.session)
    }
    reader.commit(records.at(-1)?.position ?? reader.position(), changed)
    backOff.reset()
  }

  const step = async (): Promise<void> => {
    const records = reader.read(reader.position(), BATCH)
    if (records.length > 0) return note(records)
    await reader.wait(reader.position(), signal)
    await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined)
  }

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await step()
      } catch (err) {
        log.warn({ err }, 'the state of a gateway could not be noted; trying again')
        await backOff.wait(signal)
      }
    }
  }
  const running = run()

  return {
    stop: async (): Promise<void> => {
      stopping.abort()
      await running
    },
  }
}
