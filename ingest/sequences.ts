import type { Millis } from '#domain/time.ts'

/** Numbers that were passed over, and when that was seen. */
type Hole = [from: number, to: number, seenAt: Millis]

/** How a gateway counts its messages. */
interface Counting {
  session: string
  next: number
  holes: Hole[]
  gaps: number
  missing: number
  /** Sessions before this one, newest first: what comes late of them says nothing about this one. */
  earlier: string[]
}

export interface SequenceGaps {
  session: string
  /** Times that messages went missing, and how many messages those were, as far as they have not come since. */
  gaps: number
  missing: number
}

/** catalogue.md §6.4: a gap counts when it has not been filled for 10 s. */
const GRACE_MS = 10_000
const SEQUENCE_NUMBERS = 2 ** 32
const EARLIER_SESSIONS = 8
/** Holes of one gateway that may be open at a time; the oldest counts as a gap then. */
const OPEN_HOLES = 64

function settle(counting: Counting, upTo: Millis): void {
  const { holes } = counting
  for (let hole = holes[0]; hole && (hole[2] <= upTo || holes.length > OPEN_HOLES); hole = holes[0]) {
    counting.gaps += 1
    counting.missing += hole[1] - hole[0] + 1
    holes.shift()
  }
}

/** @returns whether the number lay in a hole that was open */
function fill({ holes }: Counting, seq: number): boolean {
  const at = holes.findIndex(([from, to]) => seq >= from && seq <= to)
  if (at === -1) return false
  const [from, to, seenAt] = holes[at] as Hole
  const rest: Hole[] = [
    [from, seq - 1, seenAt],
    [seq + 1, to, seenAt],
  ]
  holes.splice(at, 1, ...rest.filter(([a, b]) => a <= b))
  return true
}

/** A session that was not seen before begins at 0 (contract.md §1), unless it is the first we hear of the gateway. */
function begin(old: Counting | undefined, session: string, seq: number): Counting {
  if (!old) return { session, next: seq, holes: [], gaps: 0, missing: 0, earlier: [] }
  settle(old, Number.POSITIVE_INFINITY)
  const earlier = [old.session, ...old.earlier].slice(0, EARLIER_SESSIONS)
  return { session, next: 0, holes: [], gaps: old.gaps, missing: old.missing, earlier }
}

/** Finds the numbers that are missing in each gateway's counting of its messages. */
export function createSequences(saved: Iterable<readonly [gateway: string, state: string]> = []) {
  const all = new Map<string, Counting>()
  for (const [gateway, state] of saved) all.set(gateway, JSON.parse(state) as Counting)
  const changed = new Set<string>()

  const count = (gateway: string, session: string, seq: number, at: Millis): Counting | undefined => {
    const known = all.get(gateway)
    if (known?.session !== session && known?.earlier.includes(session)) return undefined
    const counting = known?.session === session ? known : begin(known, session, seq)
    if (counting !== known) all.set(gateway, counting)
    return seq >= counting.next ? advance(counting, seq, at) : counting
  }
  const advance = (counting: Counting, seq: number, at: Millis): undefined => {
    if (seq > counting.next) counting.holes.push([counting.next, seq - 1, at])
    counting.next = (seq + 1) % SEQUENCE_NUMBERS
  }

  return {
    /** A message that is new and on disk. */
    take: (gateway: string, session: string, seq: number, at: Millis): void => {
      const behind = count(gateway, session, seq, at)
      if (behind && !fill(behind, seq) && behind.missing > 0) behind.missing -= 1
      const counting = all.get(gateway)
      if (counting) settle(counting, at - GRACE_MS)
      changed.add(gateway)
    },
    /** A message of an earlier run, which its state may know or not. */
    replay: (gateway: string, session: string, seq: number, at: Millis): void => {
      const behind = count(gateway, session, seq, at)
      if (behind) fill(behind, seq)
    },
    of: (gateway: string, now: Millis): SequenceGaps | undefined => {
      const counting = all.get(gateway)
      if (!counting) return undefined
      settle(counting, now - GRACE_MS)
      const { session, gaps, missing } = counting
      return { session, gaps, missing }
    },
    totals: (): { gaps: number; missing: number } => {
      const totals = { gaps: 0, missing: 0 }
      for (const { gaps, missing } of all.values()) {
        totals.gaps += gaps
        totals.missing += missing
      }
      return totals
    },
    /** What changed since the last call, to be kept. */
    changes: (): [gateway: string, state: string][] => {
      const entries = [...changed].map(gateway => [gateway, JSON.stringify(all.get(gateway))] as [string, string])
      changed.clear()
      return entries
    },
  }
}
