/** One message that a device sent, known by its equipment and measurement time. */
export interface Entry {
  equipment: string
  ts: number
  value: number
  /** Whether it makes the lift too fast, which opens a ticket. */
  overspeed: boolean
  sentAt: number
  ackedAt?: number
}

/** What the sending side knows: every message is unique, and only a PUBACK sets `ackedAt`. */
export interface Ledger {
  send(equipment: string, overspeed?: boolean, ts?: number): Entry
  ack(entry: Entry): void
  of(equipment: string): ReadonlyMap<number, Entry>
  entries(): Entry[]
  acked(): Entry[]
}

export function createLedger(now: () => number = Date.now): Ledger {
  const byEquipment = new Map<string, Map<number, Entry>>()
  const newest = new Map<string, number>()
  let count = 0
  const of = (equipment: string) => {
    const known = byEquipment.get(equipment) ?? new Map<number, Entry>()
    byEquipment.set(equipment, known)
    return known
  }
  const entries = () => [...byEquipment.values()].flatMap(one => [...one.values()])
  return {
    send: (equipment, overspeed = false, ts = Math.max(now(), (newest.get(equipment) ?? 0) + 1)) => {
      newest.set(equipment, Math.max(ts, newest.get(equipment) ?? 0))
      const value = 20 + (count++ % 1500) / 100
      const entry = { equipment, ts, value, overspeed, sentAt: now() }
      of(equipment).set(ts, entry)
      return entry
    },
    ack: entry => {
      entry.ackedAt ??= now()
    },
    of,
    entries,
    acked: () => entries().filter(entry => entry.ackedAt !== undefined),
  }
}
