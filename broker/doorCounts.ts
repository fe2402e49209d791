import type { Client } from 'aedes'

/** aedes tells what went wrong by these words; the tests of each guard keep the table true. */
const CUT_OFF_WORDS: readonly [words: RegExp, reason: string][] = [
  [/over the limit|maxInflightInbound/, 'tooLarge'],
  [/keep alive timeout/, 'keepalive'],
  [/drain timeout|does not read/, 'slowReader'],
  [/did not arrive in time/, 'connectTimeout'],
  [/without a pause/, 'flood'],
  [/not on disk/, 'notOnDisk'],
  [/the topic|may be retained/, 'forbiddenTopic'],
]
/** What {@link DoorCounts} may say of connections that were cut off. */
export const CUT_OFF_REASONS = [...CUT_OFF_WORDS.map(([, reason]) => reason), 'protocol', 'notMqtt']

/** CONNACK return codes (MQTT 3.1.1 §3.2.2.3); 6 is aedes' own for a keep-alive over the limit. */
export const CONNACK_REASONS: readonly string[] = [
  'accepted',
  'protocolVersion',
  'identifier',
  'unavailable',
  'malformedCredentials',
  'notAuthorized',
  'keepaliveLimit',
]

export interface DoorCounts {
  /** Open connections, signed in or not. */
  connections: number
  /** Those that have not signed in yet. */
  strangers: number
  /** Turned away since the start, by reason. */
  refused: Readonly<Record<string, number>>
  /** Cut off after they were let in, since the start, by reason. */
  cutOff: Readonly<Record<string, number>>
  /** How often a gateway was not read for a while because it sent too fast. */
  held: number
  /** Kept for gateways and given up because the limits were reached. */
  retained: { messages: number; bytes: number; refused: number }
  offline: { messages: number; bytes: number; dropped: number }
}

const add = (counts: Record<string, number>, reason: string): void => {
  counts[reason] = (counts[reason] ?? 0) + 1
}

/** Counts what happens at the door. */
export function createDoorCounts() {
  const refused: Record<string, number> = {}
  const cutOff: Record<string, number> = {}
  let held = 0
  return {
    refuse: (reason: string): void => add(refused, reason),
    refuseByCode: (code: number): void => add(refused, CONNACK_REASONS[code] ?? 'other'),
    hold: (): void => {
      held += 1
    },
    /** A connection that broke with an error; a refused CONNECT is counted by its code already. */
    breakOff: (client: Client, error: Error & { errorCode?: number }): void => {
      if (error.errorCode !== undefined) return
      const reason = CUT_OFF_WORDS.find(([words]) => words.test(error.message))?.[1]
      add(cutOff, reason ?? (client.id ? 'protocol' : 'notMqtt'))
    },
    counts: () => ({ refused: { ...refused }, cutOff: { ...cutOff }, held }),
  }
}
