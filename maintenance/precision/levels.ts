import type { Evidence, Peak, Seen } from '#domain/faults.ts'
import { isUpper, type Limit } from '#domain/limits.ts'
import type { Level } from './separate.ts'

/** The verdict on one ticket, with what its faults showed. */
export interface JudgedTicket {
  genuine: boolean
  faults: readonly { seen: Seen; evidence: readonly Evidence[] }[]
}

/** A limit as one number that grows as it gets stricter: itself, or the factor of a parameter. */
export const strictness = ({ of }: Limit): number =>
  sign(of) * (typeof of.value === 'number' ? of.value : (of.value.mult ?? 1))

const sign = (of: Limit['of']): number => (isUpper(of) ? 1 : -1)

/** How far a fault went, as `strictness` counts; undefined when that is not known. */
function strictnessOf({ of }: Limit, { value, per }: Peak): number | undefined {
  if (typeof of.value === 'number') return sign(of) * value
  return per !== undefined && per > 0 ? (sign(of) * (value - (of.value.add ?? 0))) / per : undefined
}

/** Which limit one fault would have needed: Infinity when another alternative of its condition held as well. */
function levelOf(limit: Limit, { seen, evidence }: JudgedTicket['faults'][number]): number | undefined {
  const { metrics, of, within } = limit
  if (within === 'any' && (evidence.length === 0 || evidence.some(({ metric }) => !metrics.includes(metric))))
    return Infinity
  const peaks = seen.peaks.filter(({ metric, op }) => metrics.includes(metric) && op === of.op)
  return most(peaks.map(peak => strictnessOf(limit, peak)))
}

function most(levels: readonly (number | undefined)[]): number | undefined {
  const known = levels.filter(level => level !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

const limitLevel = (limit: Limit, { faults }: JudgedTicket): number | undefined =>
  most(faults.map(fault => levelOf(limit, fault)))

/** Whether these limits, as they now are, would have opened the ticket, as far as that is known. */
export const wouldOpen = (limits: readonly Limit[], ticket: JudgedTicket): boolean =>
  limits.every(limit => (limitLevel(limit, ticket) ?? Infinity) >= strictness(limit))

const known = (genuine: boolean, level: number | undefined): Level[] =>
  level === undefined ? [] : [{ genuine, level }]

/** How far the faults of each ticket went beyond a limit. */
export const limitLevels = (limit: Limit, tickets: readonly JudgedTicket[]): Level[] =>
  tickets.flatMap(ticket => known(ticket.genuine, limitLevel(limit, ticket)))

/** For how long, in seconds, the condition held on each ticket; shorter than it has to now, it would not have come. */
export const durationLevels = (nowS: number, tickets: readonly JudgedTicket[]): Level[] =>
  tickets
    .flatMap(({ genuine, faults }) => known(genuine, most(faults.map(fault => fault.seen.heldS))))
    .filter(({ level }) => level >= nowS)
