/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = number

/** Where decisions take their time from: the wall clock, or the newest telemetry when a recording is replayed. */
export interface Clock {
  readonly kind: 'wall' | 'telemetry'
  now(): Millis
  /** Tells a telemetry clock how far event time has come; a wall clock ignores it. */
  observe(ts: Millis): void
}

/** Follows the machine's own clock. */
export function wallClock(): Clock {
  return { kind: 'wall', now: Date.now, observe: () => undefined }
}

/** Stands at the newest measurement seen, so that a replayed year behaves like a year, service levels included. */
export function telemetryClock(start: Millis = 0): Clock {
  let newest = start
  return {
    kind: 'telemetry',
    now: () => newest || Date.now(),
    observe: ts => {
      if (ts > newest) newest = ts
    },
  }
}

export const iso = (ms: Millis): string => new Date(ms).toISOString()
