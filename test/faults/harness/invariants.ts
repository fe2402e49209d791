import type { Ledger } from './ledger.ts'

/** What the service shows of itself, from outside. */
export interface Shown {
  /** The stored points of one lift's `machineRoomTemperature`. */
  points(lift: string): Promise<readonly (readonly [ts: number, value: number])[]>
  rejected(): Promise<readonly { topic: string; reason: string; payload: string }[]>
  tickets(): Promise<readonly { id: string; equipment: string; faultCode?: string }[]>
  reservations(): Promise<readonly { ticket: string; partNo: string; quantity: number; status: string }[]>
  parts(): Promise<readonly { partNo: string; onHand: number; reserved: number }[]>
}

/** What is wrong, in words; every list is empty when I1 to I3 of the fault matrix hold. */
export interface Verdict {
  /** I1: acknowledged, and neither stored nor rejected. */
  lost: string[]
  /** I2: stored but never sent, or with another value. */
  invented: string[]
  /** I3: an effect that is there twice or not at all, or stock that does not add up. */
  effects: string[]
}

export const CLEAN: Verdict = { lost: [], invented: [], effects: [] }
export const isClean = ({ lost, invented, effects }: Verdict): boolean =>
  lost.length + invented.length + effects.length === 0

const key = (lift: string, ts: number) => `${lift}@${ts}`

/** The messages that a rejection speaks of: by the topic and the time in the payload. */
function rejectedKeys(rejected: Awaited<ReturnType<Shown['rejected']>>): Set<string> {
  return new Set(
    rejected.map(({ topic, payload }) => key(topic.split('/')[4] ?? '', Number(/"ts":(\d+)/.exec(payload)?.[1]))),
  )
}

async function checkReadings(ledger: Ledger, shown: Shown, lifts: readonly string[]) {
  const rejected = rejectedKeys(await shown.rejected())
  const lost: string[] = []
  const invented: string[] = []
  const twice: string[] = []
  for (const lift of lifts) {
    const sent = ledger.of(lift)
    const stored = new Set<number>()
    for (const [ts, value] of await shown.points(lift)) {
      if (stored.has(ts)) twice.push(`two points ${key(lift, ts)}`)
      stored.add(ts)
      if (sent.get(ts)?.value !== value) invented.push(`${key(lift, ts)}=${value}, sent ${sent.get(ts)?.value}`)
    }
    for (const [ts, entry] of sent)
      if (entry.ackedAt !== undefined && !stored.has(ts) && !rejected.has(key(lift, ts))) lost.push(key(lift, ts))
  }
  return { lost, invented, twice }
}

const counts = (keys: readonly string[]): Map<string, number> => {
  const found = new Map<string, number>()
  for (const one of keys) found.set(one, (found.get(one) ?? 0) + 1)
  return found
}

async function checkTickets(ledger: Ledger, shown: Shown): Promise<string[]> {
  const tickets = await shown.tickets()
  const perLift = counts(tickets.map(({ equipment }) => equipment))
  const fast = new Set(ledger.entries().flatMap(entry => (entry.overspeed ? [entry.equipment] : [])))
  const due = new Set(ledger.acked().flatMap(entry => (entry.overspeed ? [entry.equipment] : [])))
  return [
    ...[...perLift].filter(([, count]) => count > 1).map(([lift, count]) => `${count} tickets of ${lift}`),
    ...[...perLift.keys()].filter(lift => !fast.has(lift)).map(lift => `a ticket of ${lift} without a cause`),
    ...[...due].filter(lift => !perLift.has(lift)).map(lift => `no ticket of ${lift}`),
  ]
}

async function checkStock(shown: Shown): Promise<string[]> {
  const reservations = await shown.reservations()
  const held = new Map<string, number>()
  for (const { partNo, quantity, status } of reservations)
    if (status === 'reserved') held.set(partNo, (held.get(partNo) ?? 0) + quantity)
  const stock = (await shown.parts()).flatMap(({ partNo, onHand, reserved }) => [
    ...(onHand < reserved ? [`${partNo}: ${reserved} of ${onHand} reserved`] : []),
    ...(reserved === (held.get(partNo) ?? 0) ? [] : [`${partNo}: ${reserved} reserved, ${held.get(partNo) ?? 0} held`]),
  ])
  const double = [...counts(reservations.map(({ ticket, partNo }) => `${ticket}/${partNo}`))]
    .filter(([, count]) => count > 1)
    .map(([what]) => `two reservations ${what}`)
  return [...stock, ...double]
}

/** Compares the ledger with what the service shows. */
export async function check(ledger: Ledger, shown: Shown, lifts: readonly string[]): Promise<Verdict> {
  const { lost, invented, twice } = await checkReadings(ledger, shown, lifts)
  const effects = [...twice, ...(await checkTickets(ledger, shown)), ...(await checkStock(shown))]
  return { lost, invented, effects }
}
