import { iso } from './time.ts'

/** The fields whose milliseconds travel as ISO 8601 text over HTTP, Socket.IO and the down topics (contract.md §2, "Times"). */
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

const TIME_KEY = /At$|^(at|ts|since|lastSeen|lastEvaluated|shelvedUntil|eventTime|from|to)$/

type Stamp<V> = V extends number ? string : V

/** A domain type as it travels: every time is ISO text instead of milliseconds. */
export type Wire<T> = T extends readonly (infer E)[]
  ? Wire<E>[]
  : T extends object
    ? { [K in keyof T]: K extends TimeKey ? Stamp<T[K]> : Wire<T[K]> }
    : T

function convert(value: unknown, key: string): unknown {
  if (typeof value === 'number') return TIME_KEY.test(key) ? iso(value) : value
  if (Array.isArray(value)) return value.map(item => convert(item, ''))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, convert(item, name)]))
}

/** Makes the travelling form of a domain object. */
export const toWire = <T>(value: T): Wire<T> => convert(value, '') as Wire<T>
