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

type Stamp<V> = V extends number ? string : V

/** A domain type as REST and Socket.IO carry it: every time is ISO text instead of milliseconds. */
export type Wire<T> = T extends readonly (infer E)[]
  ? Wire<E>[]
  : T extends object
    ? { [K in keyof T]: K extends TimeKey ? Stamp<T[K]> : Wire<T[K]> }
    : T

/** Milliseconds of a time from the wire; points of a live chart carry milliseconds already. */
export const millis = (time: string | number): number => (typeof time === 'number' ? time : Date.parse(time))
