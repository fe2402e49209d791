import { iso } from './time.ts'

/** The fields whose milliseconds travel as ISO 8601 text (contract.md §2, "Times"). */
type TimeKey =
  | `${string}At`
  | 'at'
  | 'ts'
  | 'since'
  | 'lastSeen'
  | 'lastEvaluated'
  | 'shelvedUntil'
  | 'eventTime'
  | 'from'
  | 'to'
  | 'firedFrom'
  | 'firedTo'

type Stamp<V> = V extends number ? string : V

/** A domain type as HTTP and Socket.IO carry it: every time is ISO text instead of milliseconds. */
export type Wire<T> = T extends readonly (infer E)[]
  ? Wire<E>[]
  : T extends object
    ? { [K in keyof T]: K extends TimeKey ? Stamp<T[K]> : Wire<T[K]> }
    : T

const TIME_KEY = /(?:^(?:at|ts|since|lastSeen|lastEvaluated|shelvedUntil|eventTime|from|to|firedFrom|firedTo)|At)$/
/** What users named themselves stays as it is. */
const OPAQUE_KEYS: readonly string[] = ['params']

function fieldToWire(key: string, value: unknown): unknown {
  if (OPAQUE_KEYS.includes(key)) return value
  return typeof value === 'number' && TIME_KEY.test(key) ? iso(value) : toWire(value)
}

/** Writes every time of an item, however deep, as ISO 8601 text in UTC. */
export function toWire<T>(value: T): Wire<T> {
  if (Array.isArray(value)) return value.map(toWire) as Wire<T>
  if (value === null || typeof value !== 'object') return value as Wire<T>
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  return Object.fromEntries(entries.map(([key, v]) => [key, fieldToWire(key, v)])) as Wire<T>
}
