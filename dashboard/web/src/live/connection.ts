/** What the pill says (reference/ux.md §2.0). */
export type Connection =
  | { kind: 'live' }
  | { kind: 'delayed'; lagMs: number }
  | { kind: 'reconnecting'; since: number }
  | { kind: 'offline'; since: number }

export interface ConnectionFacts {
  connected: boolean
  /** Whether the browser believes it has a network. */
  online: boolean
  /** When the connection was lost, or when the page began to look for one. */
  lostAt: number
  /** When `hello`, `tick` or a delta last arrived. */
  heardAt: number
  ingestLagMs: number
}

/** `tick` comes every 15 s: two missed ones are a delay. */
const DELAYED_AFTER_MS = 30_000
const LAG_LIMIT_MS = 60_000
const OFFLINE_AFTER_MS = 20_000

export function connectionAt(facts: ConnectionFacts, now: number): Connection {
  if (!facts.connected) {
    const lost = !facts.online || now - facts.lostAt > OFFLINE_AFTER_MS
    return { kind: lost ? 'offline' : 'reconnecting', since: facts.lostAt }
  }
  const silence = now - facts.heardAt
  if (silence > DELAYED_AFTER_MS) return { kind: 'delayed', lagMs: silence }
  if (facts.ingestLagMs > LAG_LIMIT_MS) return { kind: 'delayed', lagMs: facts.ingestLagMs }
  return { kind: 'live' }
}
